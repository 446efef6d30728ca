import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { createLines } from './lines.ts';
import type { FileConcept, Mistake, VocabularyFile } from './vocabulary-file.ts';
import { type VocabularyTrouble, vocabularyTrouble } from './vocabulary-trouble.ts';

/** JSON (RFC 8259), one concept a line: two versions of a file can be compared line by line. */
export function writeVocabularyJson(concepts: readonly Omit<FileConcept, 'line'>[]): string {
  const lines = concepts.map(({ id, names, parent, exclusions, prompts, isHidden, suggestAt, mergedInto }) =>
    JSON.stringify({
      id,
      names,
      parent: parent === '' ? null : parent,
      exclusions,
      prompts,
      hidden: isHidden,
      suggestAt: suggestAt === 'model' ? null : suggestAt,
      mergedInto: mergedInto === '' ? null : mergedInto,
    }),
  );
  return `{\n  "concepts": [\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]\n}\n`;
}

/** Reads what {@link writeVocabularyJson} wrote, and the app's own vocabularies. Every mistake is told with its line. */
export function readVocabularyJson(given: string): VocabularyFile {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  const lineAt = createLines(text);
  const mistakes: Mistake[] = [];
  const reader = createReader((node, code, values) =>
    mistakes.push({ line: lineAt(node.offset), error: vocabularyTrouble(code, values) }),
  );
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    // It goes down into what is nested, until the stack ends.
    if (!(error instanceof RangeError)) throw error;
    return { concepts: [], mistakes: [{ line: 1, error: vocabularyTrouble('file-not-json', { why: 'too deep' }) }] };
  }
  const [first] = errors;
  // What comes after the first one mostly comes from it.
  if (first !== undefined || root === undefined) {
    const error = vocabularyTrouble('file-not-json', { why: first === undefined ? 'it is empty' : whatIs(first) });
    return { concepts: [], mistakes: [{ line: lineAt(first?.offset ?? 0), error }] };
  }
  const whole = reader.object(root, ['concepts', 'name', 'format']);
  const list = whole?.get('concepts');
  if (list?.type !== 'array') {
    if (whole !== undefined || root.type !== 'object')
      mistakes.push({ line: lineAt((list ?? root).offset), error: vocabularyTrouble('file-no-vocabulary') });
    return { concepts: [], mistakes };
  }
  const concepts = (list.children ?? []).flatMap((node) => {
    const concept = readConcept(node, reader);
    return concept === undefined ? [] : [{ line: lineAt(node.offset), ...concept }];
  });
  return { concepts, mistakes };
}

const properties = ['id', 'names', 'parent', 'exclusions', 'prompts', 'hidden', 'suggestAt', 'mergedInto'] as const;

function readConcept(node: Node, read: Reader): Omit<FileConcept, 'line'> | undefined {
  const all = read.object(node, properties);
  if (all === undefined) return undefined;
  const id = read.text(all.get('id'), 'id', false);
  const names = read.names(all.get('names'));
  const parent = read.text(all.get('parent'), 'parent', true);
  const exclusions = read.list(all.get('exclusions'), 'exclusions');
  const prompts = read.list(all.get('prompts'), 'prompts');
  const isHidden = read.yesNo(all.get('hidden'));
  const suggestAt = read.number(all.get('suggestAt'));
  const mergedInto = read.text(all.get('mergedInto'), 'mergedInto', true);
  return {
    ...(id !== undefined && { id }),
    ...(names !== undefined && { names }),
    ...(parent !== undefined && { parent }),
    ...(exclusions !== undefined && { exclusions }),
    ...(prompts !== undefined && { prompts }),
    ...(isHidden !== undefined && { isHidden }),
    ...(suggestAt !== undefined && { suggestAt }),
    ...(mergedInto !== undefined && { mergedInto }),
  };
}

type Tell = (node: Node, code: VocabularyTrouble, values?: Record<string, string>) => void;

function createReader(tell: Tell) {
  const shape = (node: Node, property: string, what: string) => tell(node, 'file-shape', { property, what });

  function object(node: Node, known?: readonly string[]): Map<string, Node> | undefined {
    if (node.type !== 'object') {
      shape(node, 'concept', 'an object');
      return undefined;
    }
    const found = new Map<string, Node>();
    for (const child of node.children ?? []) {
      const [key, value] = child.children ?? [];
      if (key === undefined || value === undefined) continue;
      const name = String(key.value);
      if (known !== undefined && !known.includes(name)) tell(key, 'file-property', { property: name });
      else if (found.has(name)) tell(key, 'file-property-twice', { property: name });
      else found.set(name, value);
    }
    return found;
  }

  function list(node: Node | undefined, property: string): string[] | undefined {
    if (node === undefined) return undefined;
    if (node.type !== 'array') {
      shape(node, property, 'a list of texts');
      return undefined;
    }
    return (node.children ?? []).flatMap((one) => text(one, property, false) ?? []);
  }

  function text(node: Node | undefined, property: string, canBeNull: boolean): string | undefined {
    if (node === undefined) return undefined;
    const value: unknown = node.value;
    if (typeof value === 'string') return value;
    if (canBeNull && node.type === 'null') return '';
    shape(node, property, 'a text');
    return undefined;
  }

  return {
    object,
    list,
    text,
    names(node: Node | undefined): Record<string, string[]> | undefined {
      if (node === undefined) return undefined;
      const all = object(node);
      if (all === undefined) return undefined;
      return Object.fromEntries([...all].map(([language, names]) => [language, list(names, language) ?? []]));
    },
    yesNo(node: Node | undefined): boolean | undefined {
      if (node === undefined) return undefined;
      const value: unknown = node.value;
      if (typeof value === 'boolean') return value;
      shape(node, 'hidden', 'true or false');
      return undefined;
    },
    number(node: Node | undefined): number | 'model' | undefined {
      if (node === undefined) return undefined;
      const value: unknown = node.value;
      if (node.type === 'null') return 'model';
      if (typeof value === 'number') return value;
      shape(node, 'suggestAt', 'a number from 0 to 1');
      return undefined;
    },
  };
}
type Reader = ReturnType<typeof createReader>;

/** `CommaExpected` -> comma expected. */
function whatIs({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase();
}
