import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';

/** What a photo can be tagged with. Its id stands in people's libraries and never changes. */
export interface Concept {
  readonly id: string;
  readonly names: Names;
  /** A wider concept: what is a dog is an animal. */
  readonly parent?: string | undefined;
  /** Concepts that are never right for the same photo. */
  readonly exclusions?: readonly string[] | undefined;
  /** Sentences for the model in place of its own templates; `{}` is the name it is asked with. */
  readonly prompts?: readonly string[] | undefined;
  /** The person's own: no file of the app's has it. */
  readonly isOwn?: boolean | undefined;
  /** Neither suggested nor offered; answers that were given stay. */
  readonly isHidden?: boolean | undefined;
  /** Names of what was merged into it: it is found by them too. */
  readonly mergedNames?: Names | undefined;
  /** Suggested from this probability on, 0..1; undefined: the model's own threshold. */
  readonly suggestAt?: number | undefined;
  /** Answers given before this time teach it no more. */
  readonly forgetsBeforeMs?: number | undefined;
}

/** For each language (BCP 47, '' for the person's own words) the name that is shown, then synonyms. */
export type Names = Readonly<Record<string, readonly string[]>>;

export interface Vocabulary {
  /** Hidden ones too; not those that were merged into others. */
  readonly concepts: readonly Concept[];
  readonly byId: ReadonlyMap<string, Concept>;
  /** What was merged, and into what: ids of concepts that are there. */
  readonly mergedInto: ReadonlyMap<string, string>;
  /** The concept of a name in any language. */
  named(name: string): Concept | undefined;
}

/**
 * Reads every vocabulary of a folder; resources/vocabularies/README.md has the format.
 * @throws Failure 'bad-input' that names the file, the concept and what is wrong with it
 */
export async function loadVocabulary(folder: string): Promise<Vocabulary> {
  const files = (await fs.readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const sources = await Promise.all(
    files.map(async (name) => ({ file: name, text: await fs.readFile(path.join(folder, name), 'utf8') })),
  );
  return vocabularyOf(sources.flatMap(({ file, text }) => readConcepts(file, text)));
}

/** From the innermost to the widest, without the concept itself. */
export function ancestorsOf(concept: Concept, { byId }: Pick<Vocabulary, 'byId'>): Concept[] {
  const found: Concept[] = [];
  for (let at = wider(concept, byId); at !== undefined; at = wider(at, byId)) found.push(at);
  return found;
}

/**
 * How the person's language calls it; where theirs has no name, their own words, then English.
 * @param language BCP 47, e.g. `zh-Hans-CN`
 */
export function nameIn(language: string, { names: all }: Pick<Concept, 'names'>): string {
  const given = [languageOf(language, all), '', 'en', ...Object.keys(all)];
  for (const one of given) {
    const shown = one === undefined ? undefined : all[one]?.[0];
    if (shown !== undefined) return shown;
  }
  return '';
}

/** Under which of these languages the names stand that someone reads who speaks this one. */
export function languageOf(language: string, all: Names): string | undefined {
  const wanted = language.toLowerCase();
  const [primary] = wanted.split('-');
  const known = Object.keys(all).filter((one) => one !== '');
  return (
    known.find((one) => one.toLowerCase() === wanted) ??
    known.find((one) => one.toLowerCase().split('-')[0] === primary)
  );
}

/** Every name it is found by, for each language: its own, then those of what was merged into it. */
export function allNamesOf({ names: own, mergedNames = {} }: Pick<Concept, 'names' | 'mergedNames'>): Names {
  return joinNames(own, mergedNames);
}

export function joinNames(first: Names, second: Names): Names {
  const all = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...all].map((language) => [language, [...new Set([...(first[language] ?? []), ...(second[language] ?? [])])]]),
  );
}

/**
 * Names to ask a model with, the best first: English is what every model knows, then the person's own words and what
 * other languages say.
 */
export function namesToAskWith(concept: Pick<Concept, 'names' | 'mergedNames'>): string[] {
  const inOrder = ({ en = [], '': own = [], ...others }: Names) => [...en, ...own, ...Object.values(others).flat()];
  return [...new Set([...inOrder(concept.names), ...inOrder(concept.mergedNames ?? {})])];
}

/** Case, width and accents make no other name. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}

const name = z.string().min(1).max(100).refine((text) => text === text.trim(), 'has spaces around it'); // prettier-ignore
const languages = ['en', 'zh-CN'] as const;
const names = z.strictObject({ en: z.array(name).min(1), 'zh-CN': z.array(name).min(1) });
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower case letters, digits and hyphens');
const concept = z.strictObject({
  id,
  names,
  parent: id.optional(),
  exclusions: z.array(id).optional(),
  prompts: z.array(name).min(1).optional(),
});
const file = z.strictObject({ name: z.strictObject({ en: name, 'zh-CN': name }), concepts: z.array(z.unknown()) });

interface Sourced {
  readonly file: string;
  readonly concept: z.infer<typeof concept>;
}

function readConcepts(from: string, text: string): Sourced[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure('bad-input', `${from} is not JSON: ${String(cause)}`, { cause });
  }
  const whole = file.safeParse(json);
  if (!whole.success) throw new Failure('bad-input', `${from} is no vocabulary: ${issueOf(whole.error)}`);
  return whole.data.concepts.map((given, at) => {
    const read = concept.safeParse(given);
    if (read.success) return { file: from, concept: read.data };
    const named = z.object({ id: z.string() }).safeParse(given);
    throw wrong(from, named.success ? named.data.id : `number ${at + 1}`, issueOf(read.error));
  });
}

function vocabularyOf(all: readonly Sourced[]): Vocabulary {
  const byId = new Map<string, Concept>();
  const byName = new Map<string, Concept>();
  for (const { file: from, concept: one } of all) {
    if (byId.has(one.id)) throw wrong(from, one.id, 'there is another concept with this id');
    byId.set(one.id, one);
    for (const language of languages)
      for (const called of one.names[language]) {
        const other = byName.get(foldName(called));
        if (other !== undefined && other !== one)
          throw wrong(from, one.id, `"${called}" is a name of the concept "${other.id}" too`);
        byName.set(foldName(called), one);
      }
  }
  for (const { file: from, concept: one } of all) {
    for (const other of [...(one.parent === undefined ? [] : [one.parent]), ...(one.exclusions ?? [])])
      if (!byId.has(other)) throw wrong(from, one.id, `there is no concept "${other}"`);
    const seen = new Set([one.id]);
    for (let at = wider(one, byId); at !== undefined; at = wider(at, byId)) {
      if (seen.has(at.id)) throw wrong(from, one.id, `its parents go round in a circle at "${at.id}"`);
      seen.add(at.id);
    }
  }
  return {
    concepts: [...byId.values()],
    byId,
    mergedInto: new Map(),
    named: (called) => byName.get(foldName(called)),
  };
}

function wider({ parent }: Concept, byId: ReadonlyMap<string, Concept>): Concept | undefined {
  return parent === undefined ? undefined : byId.get(parent);
}

function wrong(from: string, which: string, why: string): Failure {
  return new Failure('bad-input', `${from}, concept "${which}": ${why}.`, { details: { file: from } });
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'it has another shape' : `${issue.path.join('.')} ${issue.message}`.trim();
}
