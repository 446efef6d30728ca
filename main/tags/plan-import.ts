import type { ConceptChange } from '../db/concepts.ts';
import { checkVocabulary } from './check-vocabulary.ts';
import { overlay } from './own-vocabulary.ts';
import { withEdit } from './plan-change.ts';
import type { FileConcept, Mistake, VocabularyFile } from './vocabulary-file.ts';
import { vocabularyTrouble } from './vocabulary-trouble.ts';
import { type Concept, foldName, nameIn, type Names, type Vocabulary } from './vocabulary.ts';

/** What a file would change. Concepts that are new and have no id of their own are called `new-<line>` until it is done. */
export interface ImportPlan {
  readonly added: readonly PlannedConcept[];
  readonly changed: readonly PlannedConcept[];
  readonly unchangedCount: number;
  readonly mistakes: readonly Mistake[];
}

export interface PlannedConcept {
  readonly name: string;
  readonly change: ConceptChange;
  /** Of a merge that comes or goes with it; what it was is in the table. */
  readonly mergedInto: string | undefined;
}

/**
 * Compares a file with what is there.
 * @param library names it in ids such as `own-3@1f2e3d4c`: the person's own of another library are known by their names
 * @param language BCP 47, for the names of the preview
 */
export function planImport(
  file: VocabularyFile,
  given: { builtIn: readonly Concept[]; changes: readonly ConceptChange[]; library: string; language: string },
): ImportPlan {
  const { builtIn, changes } = given;
  const mistakes = [...file.mistakes];
  const builtInById = new Map(builtIn.map((concept) => [concept.id, concept]));
  const changesById = new Map(changes.map((change) => [change.id, change]));
  const vocabulary = overlay(builtIn, changes);
  const isKnown = (id: string) => builtInById.has(id) || changesById.has(id);

  const idOf = (concept: FileConcept): string => {
    const id = ownId(concept.id, given.library);
    if (id !== undefined && (isKnown(id) || !id.startsWith('own-'))) return id;
    return namedBy(concept.names, vocabulary)?.id ?? `new-${concept.line}`;
  };
  const ids = new Map<FileConcept, string>();
  const idsInFile = new Map<string, string>();
  const lines = new Map<string, number>();
  for (const concept of file.concepts) {
    const id = idOf(concept);
    if (!isKnown(id) && !id.startsWith('new-') && !/^[a-z\d]+(?:-[a-z\d]+)*$/u.test(id))
      mistakes.push({ line: concept.line, error: vocabularyTrouble('concept-id', { id }) });
    if (lines.has(id))
      mistakes.push({ line: concept.line, error: vocabularyTrouble('concept-id-twice', { id: concept.id ?? id }) });
    ids.set(concept, id);
    lines.set(id, concept.line);
    if (concept.id !== undefined) idsInFile.set(concept.id, id);
  }
  const namesInFile = new Map<string, string>();
  for (const [{ names = {} }, id] of ids)
    for (const name of Object.values(names).flat()) namesInFile.set(foldName(name), id);
  /** Others are told by their id, or by a name: who writes a table by hand knows no ids. */
  const resolve = (reference: string): string => {
    const id = idsInFile.get(reference) ?? ownId(reference, given.library);
    if (id !== undefined && (isKnown(id) || lines.has(id))) return id;
    return namesInFile.get(foldName(reference)) ?? vocabulary.named(reference)?.id ?? reference;
  };

  const planned = new Map<string, PlannedConcept>();
  for (const [concept, id] of ids) {
    const before = changesById.get(id) ?? { id };
    const { mergedInto: _, ...withoutMerge } = before;
    const mergedInto =
      concept.mergedInto === undefined
        ? before.mergedInto
        : concept.mergedInto === ''
          ? undefined
          : resolve(concept.mergedInto);
    const edit = {
      ...concept,
      ...(concept.parent !== undefined && concept.parent !== '' && { parent: resolve(concept.parent) }),
      ...(concept.exclusions !== undefined && { exclusions: concept.exclusions.map(resolve) }),
    };
    const after = withEdit(withoutMerge, edit, builtInById.get(id));
    const names = { ...builtInById.get(id)?.names, ...after.names };
    const change = mergedInto === undefined ? after : { ...after, mergedInto };
    planned.set(id, { name: nameIn(given.language, { names }), change, mergedInto });
  }
  const after = new Map([...changesById, ...[...planned].map(([id, { change }]) => [id, change] as const)]);
  for (const { id, error } of checkVocabulary(builtIn, [...after.values()], new Set(planned.keys())))
    mistakes.push({ line: lines.get(id) ?? 1, error });
  const isChanged = ({ change }: PlannedConcept) =>
    canonical(change) !== canonical(changesById.get(change.id) ?? { id: change.id });
  const all = [...planned.values()];
  return {
    added: all.filter(({ change }) => !isKnown(change.id)),
    changed: all.filter((one) => isKnown(one.change.id) && isChanged(one)),
    unchangedCount: all.filter((one) => isKnown(one.change.id) && !isChanged(one)).length,
    mistakes: mistakes.sort((a, b) => a.line - b.line),
  };
}

/** All concepts, merged and hidden ones too, as a file has them. */
export function exportOf(
  builtIn: readonly Concept[],
  changes: readonly ConceptChange[],
  library: string,
): Omit<FileConcept, 'line'>[] {
  const changesById = new Map(changes.map((change) => [change.id, change]));
  const known = new Set(builtIn.map(({ id }) => id));
  const own = changes.filter(({ id, names }) => !known.has(id) && names !== undefined);
  const calledIn = (id: string) => (id.startsWith('own-') ? `${id}@${library}` : id);
  return [...builtIn, ...own.map(({ id }): Concept => ({ id, names: {} }))].map((concept) => {
    const change = changesById.get(concept.id);
    const parent = change?.parent ?? concept.parent ?? '';
    const exclusions = change?.exclusions ?? concept.exclusions ?? [];
    const prompts = change?.prompts ?? concept.prompts ?? [];
    return {
      id: calledIn(concept.id),
      names: { ...concept.names, ...change?.names },
      ...((parent !== '' || concept.parent !== undefined) && { parent: parent === '' ? '' : calledIn(parent) }),
      ...((exclusions.length > 0 || concept.exclusions) && { exclusions: exclusions.map(calledIn) }),
      ...((prompts.length > 0 || concept.prompts) && { prompts }),
      ...(change?.isHidden === true && { isHidden: true }),
      ...(change?.suggestAt !== undefined && { suggestAt: change.suggestAt }),
      ...(change?.mergedInto !== undefined && { mergedInto: calledIn(change.mergedInto) }),
    };
  });
}

/** `own-3@<this library>` is own-3 here; that of another library is nobody here. */
function ownId(id: string | undefined, library: string): string | undefined {
  const [, own, of] = /^(own-\d+)@(.*)$/u.exec(id ?? '') ?? [];
  if (own === undefined) return id;
  return of === library ? own : undefined;
}

function namedBy(names: Names | undefined, vocabulary: Pick<Vocabulary, 'named'>): Concept | undefined {
  for (const name of Object.values(names ?? {}).flat()) {
    const found = vocabulary.named(name);
    // A name that came by merging is no sign of being the same.
    if (
      found !== undefined &&
      Object.values(found.names)
        .flat()
        .some((one) => foldName(one) === foldName(name))
    )
      return found;
  }
  return undefined;
}

function canonical(change: ConceptChange): string {
  const names = Object.fromEntries(Object.entries(change.names ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { id, parent, exclusions, prompts, isHidden, mergedInto, suggestAt } = change;
  return JSON.stringify([id, names, parent, exclusions, prompts, isHidden === true, mergedInto, suggestAt]);
}
