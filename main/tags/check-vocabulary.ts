import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ConceptChange } from '../db/concepts.ts';
import { namesWith } from './own-vocabulary.ts';
import { type Concept, foldName, type Names } from './vocabulary.ts';
import { vocabularyTrouble } from './vocabulary-trouble.ts';

/** Something wrong with a concept. */
export interface ConceptTrouble {
  readonly id: string;
  readonly error: FailureReport;
}

export const mostNames = 100;
const mostPrompts = 20;
const longestName = 100;

interface Draft {
  readonly id: string;
  readonly names: Names;
  readonly parent: string | undefined;
  readonly change: ConceptChange | undefined;
  readonly exclusions: readonly string[];
}

/**
 * What is wrong with some concepts, as they would be with these changes. Everything is told at once, not only the first.
 * @param ids those that were touched: trouble that an update of the app brought for others is not theirs
 */
export function checkVocabulary(
  builtIn: readonly Concept[],
  changes: readonly ConceptChange[],
  ids: ReadonlySet<string>,
): ConceptTrouble[] {
  const drafts = draftsOf(builtIn, changes);
  const standing = (id: string): Draft | undefined => {
    const seen = new Set<string>();
    let at = drafts.get(id);
    while (at?.change?.mergedInto !== undefined && !seen.has(at.id)) {
      seen.add(at.id);
      at = drafts.get(at.change.mergedInto);
    }
    return at;
  };
  const owners = ownersOf(drafts, standing);
  const found: ConceptTrouble[] = [];
  for (const id of ids) {
    const draft = drafts.get(id);
    const add = (error: FailureReport) => found.push({ id, error });
    if (draft === undefined) {
      add(vocabularyTrouble('concept-no-name'));
      continue;
    }
    namesTrouble(draft, add);
    for (const name of new Set(Object.values(draft.names).flat())) {
      const self = standing(id);
      const other = owners.get(foldName(name))?.find((one) => one !== self && one !== draft);
      if (other !== undefined && draft.change?.isHidden !== true)
        add(vocabularyTrouble('concept-name-taken', { name, other: shown(other) }));
    }
    relationsTrouble(draft, standing, add);
  }
  return found;
}

/** Is `inner` the same as `outer`, or a part of it? */
function isInside(inner: Draft, outer: Draft, standing: (id: string) => Draft | undefined): boolean {
  const seen = new Set<Draft>();
  for (let at: Draft | undefined = inner; at !== undefined && !seen.has(at); at = parentOf(at, standing)) {
    if (at === outer) return true;
    seen.add(at);
  }
  return false;
}

function parentOf(draft: Draft, standing: (id: string) => Draft | undefined): Draft | undefined {
  return draft.parent === undefined ? undefined : standing(draft.parent);
}

function draftsOf(builtIn: readonly Concept[], changes: readonly ConceptChange[]): Map<string, Draft> {
  const changesById = new Map(changes.map((change) => [change.id, change]));
  const drafts = new Map<string, Draft>();
  const add = (concept: Concept, change: ConceptChange | undefined) =>
    drafts.set(concept.id, {
      id: concept.id,
      names: namesWith(concept.names, change?.names),
      parent: change?.parent === undefined ? concept.parent : change.parent === '' ? undefined : change.parent,
      exclusions: change?.exclusions ?? concept.exclusions ?? [],
      change,
    });
  for (const concept of builtIn) add(concept, changesById.get(concept.id));
  for (const change of changes) if (!drafts.has(change.id)) add({ id: change.id, names: {} }, change);
  return drafts;
}

/** A hidden concept keeps its names, and gives way to one that is to be seen. */
function ownersOf(
  drafts: ReadonlyMap<string, Draft>,
  standing: (id: string) => Draft | undefined,
): Map<string, Draft[]> {
  const owners = new Map<string, Draft[]>();
  for (const draft of drafts.values()) {
    const owner = standing(draft.id) ?? draft;
    if (owner.change?.isHidden === true) continue;
    for (const name of new Set(Object.values(draft.names).flat().map(foldName))) {
      const all = owners.get(name);
      if (all === undefined) owners.set(name, [owner]);
      else if (!all.includes(owner)) all.push(owner);
    }
  }
  return owners;
}

function namesTrouble({ names }: Draft, add: (error: FailureReport) => void): void {
  if (Object.values(names).flat().length === 0) add(vocabularyTrouble('concept-no-name'));
  for (const [language, all] of Object.entries(names)) {
    if (language !== '' && !/^[A-Za-z]{2,8}(?:-[A-Za-z\d]{1,8})*$/u.test(language))
      add(vocabularyTrouble('concept-language', { language }));
    if (all.length > mostNames) add(vocabularyTrouble('concept-name-many', { most: mostNames }));
    for (const name of all) {
      const trouble = nameTrouble(name);
      if (trouble !== undefined) add(trouble);
    }
  }
}

/** A name can hold anything that a file and a search can hold, line breaks too. */
export function nameTrouble(name: string): FailureReport | undefined {
  if (name.trim() === '') return vocabularyTrouble('concept-name-empty');
  if (name.length > longestName)
    return vocabularyTrouble('concept-name-long', { name: name.slice(0, 40), most: longestName });
  if (name !== name.trim()) return vocabularyTrouble('concept-name-spaces', { name });
  // NUL ends a text in SQLite; half a surrogate pair is no UTF-8.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u.test(name))
    return vocabularyTrouble('concept-name-signs', { name: name.replaceAll(/\p{Cc}|\p{Surrogate}/gu, '�') });
  return undefined;
}

function relationsTrouble(
  draft: Draft,
  standing: (id: string) => Draft | undefined,
  add: (error: FailureReport) => void,
): void {
  const name = shown(draft);
  const { change } = draft;
  if (draft.parent !== undefined) {
    const parent = standing(draft.parent);
    if (parent === undefined) add(vocabularyTrouble('concept-parent-gone', { name, other: draft.parent }));
    else if (draft.parent === draft.id) add(vocabularyTrouble('concept-own-parent', { name }));
    // What was merged into it may have been its parent: the vocabulary takes the next one that is.
    else if (parent !== draft && isInside(parent, draft, standing))
      add(vocabularyTrouble('concept-circle', { name, other: shown(parent) }));
  }
  for (const id of draft.exclusions) {
    const other = standing(id);
    if (other === undefined) add(vocabularyTrouble('concept-exclusion-gone', { name, other: id }));
    // That a merge brought them together is no mistake of this one.
    else if (other.id === id && (isInside(other, draft, standing) || isInside(draft, other, standing)))
      add(vocabularyTrouble('concept-exclusion-kin', { name, other: shown(other) }));
  }
  const prompts = change?.prompts ?? [];
  if (prompts.length > mostPrompts || prompts.some((one) => one.trim() === '' || one.length > 300))
    add(vocabularyTrouble('concept-prompts', { most: mostPrompts }));
  if (change?.suggestAt !== undefined && !(change.suggestAt >= 0 && change.suggestAt <= 1))
    add(vocabularyTrouble('concept-suggest-at', { given: change.suggestAt }));
  if (change?.mergedInto === undefined) return;
  const into = standing(draft.id);
  if (change.mergedInto === draft.id || into === draft || into?.change?.mergedInto !== undefined)
    add(vocabularyTrouble('concept-merge-itself', { name }));
  else if (into === undefined) add(vocabularyTrouble('concept-merge-gone', { name, other: change.mergedInto }));
}

function shown({ id, names }: Draft): string {
  return (names[''] ?? names['en'] ?? Object.values(names)[0])?.[0] ?? id;
}
