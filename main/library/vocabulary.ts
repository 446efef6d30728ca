import type { CallInput } from '../../preload/contract/api.ts';
import type { ConceptDetail, ListedConcept } from '../../preload/contract/vocabulary.ts';
import { createConceptMerges, type MergeOutcome } from '../db/concept-merges.ts';
import { type ConceptChange, createConcepts } from '../db/concepts.ts';
import type { Db } from '../db/open.ts';
import { createPendingTags } from '../db/pending-tags.ts';
import { createTags } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import { checkVocabulary, type ConceptTrouble } from '../tags/check-vocabulary.ts';
import { overlay } from '../tags/own-vocabulary.ts';
import { type ConceptEdit, withEdit } from '../tags/plan-change.ts';
import { allNamesOf, type Concept, foldName, nameIn, type Names, type Vocabulary } from '../tags/vocabulary.ts';
import { vocabularyFailure } from '../tags/vocabulary-trouble.ts';
import { Failure } from '../util/failure.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';

export interface VocabularyDeps {
  readonly db: Pick<Db, 'sql' | 'transaction'>;
  readonly texts: Texts;
  readonly vocabulary: EffectiveVocabulary;
  /** BCP 47, the person's first language first. */
  readonly languages: () => readonly string[];
  readonly now: () => number;
  /** Called after COMMIT: concepts are others now. */
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Counting goes on for so long at a time. */
const sliceMs = 4;
const turnOfOthers = () => new Promise<void>((resolve) => setImmediate(resolve));

/** About 5 ms of writing full text. */
const photosAtOnce = 20;

/** What the person makes of the vocabulary. Nothing is written where something would be wrong after it. */
export function createVocabularyPart(deps: VocabularyDeps) {
  const { db, vocabulary, now } = deps;
  const concepts = createConcepts(db);
  const tags = createTags(db, foldName);
  const merges = createConceptMerges(db);
  const pending = createPendingTags(db, deps.texts);
  let catchingUp: Promise<void> | undefined;
  let isStopped = false;
  const language = () => deps.languages()[0] ?? 'en';

  return {
    /** Every concept that is not merged into another, by name in the person's language. */
    async list(): Promise<ListedConcept[]> {
      const { concepts: all } = await vocabulary.loaded();
      const counts = await confirmedCounts();
      const changes = new Map(concepts.all().map((change) => [change.id, change]));
      const collator = new Intl.Collator([...deps.languages()]);
      await turnOfOthers();
      const shown = all.map((concept) => listed(concept, changes.get(concept.id), counts.get(concept.id) ?? 0));
      await turnOfOthers();
      return shown.sort((a, b) => collator.compare(a.name, b.name));
    },
    /** @throws Failure 'bad-input' for no such concept */
    async get(id: string): Promise<ConceptDetail> {
      const loaded = await vocabulary.loaded();
      const concept = standing(id, loaded);
      const { confirmedCount, rejectedCount } = tags.countsOf(concept.id);
      const { otherNames: _, parent, ...rest } = listed(concept, concepts.get(concept.id), confirmedCount);
      const related = (other: string) => {
        const found = loaded.byId.get(other);
        return found === undefined ? [] : [{ id: found.id, name: nameIn(language(), found) }];
      };
      const namesById = await namesOfMerged();
      return {
        ...rest,
        rejectedCount,
        names: Object.fromEntries(Object.entries(concept.names).map(([key, names]) => [key, [...names]])),
        ...(parent !== undefined && { parent: related(parent)[0] }),
        exclusions: (concept.exclusions ?? []).flatMap(related),
        prompts: [...(concept.prompts ?? [])],
        merged: concepts
          .all()
          .filter(({ mergedInto }) => mergedInto === concept.id)
          .map((change) => ({
            id: change.id,
            name: nameIn(language(), { names: namesById(change) }) || change.id,
            answerCount: merges.count(change.id),
          })),
      };
    },
    /** @throws Failure 'bad-input' with what would be wrong */
    async add({ names, ...edit }: CallInput<'vocabulary.add'>): Promise<{ id: string }> {
      const { concepts: builtIn } = await vocabulary.builtIn();
      const id = db.transaction(() => {
        const before = tags.ownCalled(names['']?.[0] ?? '');
        // One that was removed comes back to its answers.
        const own = before !== undefined && concepts.get(before) === undefined ? before : tags.newOwnId();
        put(withEdit({ id: own }, tidied({ ...edit, names }), undefined), builtIn);
        return own;
      });
      done();
      return { id };
    },
    /** @throws Failure 'bad-input' with what would be wrong */
    async change(given: string, edit: ConceptEdit): Promise<void> {
      const { concepts: builtIn, byId } = await vocabulary.builtIn();
      const { id } = standing(given, await vocabulary.loaded());
      db.transaction(() => put(withEdit(concepts.get(id) ?? { id }, tidied(edit), byId.get(id)), builtIn));
      done();
    },
    /** The answers of the one move to the other. Where a photo has both, confirmed wins; it is told how often they differed. */
    async merge(given: string, givenInto: string): Promise<MergeOutcome> {
      const { concepts: builtIn } = await vocabulary.builtIn();
      const loaded = await vocabulary.loaded();
      const from = standing(given, loaded);
      const into = standing(givenInto, loaded);
      if (from === into) throw vocabularyFailure('concept-merge-itself', { name: nameIn(language(), from) });
      const outcome = db.transaction(() =>
        renaming(builtIn, () => {
          concepts.put({ ...before(from), isByTagging: undefined, mergedInto: into.id }, now());
          keep(into);
          refuse(circlesIn(builtIn));
          return moveAnswers(from.id, into);
        }),
      );
      done();
      return outcome;
    },
    /** @returns how many photos have their answer back */
    async unmerge(id: string): Promise<{ movedCount: number }> {
      const { concepts: builtIn, byId } = await vocabulary.builtIn();
      const { mergedInto: into, ...rest } = concepts.get(id) ?? { id };
      if (into === undefined) throw vocabularyFailure('concept-gone', { other: id });
      const { byId: all } = await vocabulary.loaded();
      const other = all.get(into);
      if (other === undefined) {
        const name = nameIn(language(), { names: { ...byId.get(id)?.names, ...rest.names } });
        throw vocabularyFailure('concept-unmerge-first', { name, other: await nameOfAny(into) });
      }
      const movedCount = db.transaction(() => {
        const count = renaming(builtIn, () => {
          concepts.put(rest, now());
          return moveBack(id, other.id, { ...byId.get(id)?.names, ...rest.names });
        });
        refuse([...checkVocabulary(builtIn, concepts.all(), new Set([id]))]);
        return count;
      });
      done();
      return { movedCount };
    },
    /** @throws Failure 'bad-input' for a concept of the app's, and for one that holds others by merging */
    async remove(given: string, answers: 'keep' | 'drop'): Promise<void> {
      const { concepts: builtIn } = await vocabulary.builtIn();
      const concept = standing(given, await vocabulary.loaded());
      const { id } = concept;
      const name = nameIn(language(), concept);
      if (concept.isOwn !== true) throw vocabularyFailure('concept-not-own', { name });
      const all = concepts.all();
      if (all.some(({ mergedInto }) => mergedInto === id)) throw vocabularyFailure('concept-merge-inside', { name });
      db.transaction(() =>
        renaming(builtIn, () => {
          concepts.remove(id);
          for (const change of all) {
            const { parent, exclusions } = change;
            if (change.id === id || (parent !== id && exclusions?.includes(id) !== true)) continue;
            const without = exclusions?.filter((one) => one !== id);
            concepts.put(
              { ...change, ...(parent === id && { parent: concept.parent ?? '' }), exclusions: without },
              now(),
            );
          }
          if (answers === 'drop') pending.drop(id);
        }),
      );
      done();
    },
    /** As the app has it; what was merged stays merged, and what it learned stays. @throws Failure 'bad-input' */
    async reset(given: string): Promise<void> {
      const { concepts: builtIn } = await vocabulary.builtIn();
      const concept = standing(given, await vocabulary.loaded());
      if (concept.isOwn === true) throw vocabularyFailure('concept-gone', { other: nameIn(language(), concept) });
      const { id } = concept;
      const { mergedInto, forgetsBeforeMs } = before(concept);
      db.transaction(() => put({ id, mergedInto, forgetsBeforeMs }, builtIn));
      done();
    },
    /** For whoever changes many at once. Call it inside a transaction, and `done` after it. */
    writing: { renaming, moveAnswers, moveBack, newOwnId: tags.newOwnId, put: concepts.put },
    /** Tells everyone; call it after COMMIT. */
    done,
    /** Goes on with what an end in the middle left. */
    goOn: catchUp,
    /** Resolves when no photo waits to be written into the full text. */
    settled: async (): Promise<void> => catchingUp,
    async stop(): Promise<void> {
      isStopped = true;
      await catchingUp;
    },
  };

  function listed(concept: Concept, change: ConceptChange | undefined, confirmedCount: number): ListedConcept {
    const name = nameIn(language(), concept);
    const { isHidden: _, isByTagging: __, forgetsBeforeMs: ___, ...changed } = change ?? { id: concept.id };
    const others = new Set(Object.values(allNamesOf(concept)).flat());
    others.delete(name);
    return {
      id: concept.id,
      name,
      otherNames: [...others],
      ...(concept.parent !== undefined && { parent: concept.parent }),
      confirmedCount,
      isOwn: concept.isOwn === true,
      isHidden: concept.isHidden === true,
      isChanged: concept.isOwn !== true && Object.keys(changed).length > 1,
      ...(concept.suggestAt !== undefined && { suggestAt: concept.suggestAt }),
    };
  }

  /** A merge can close one anywhere: what was above stands below then. */
  function circlesIn(builtIn: readonly Concept[]): ConceptTrouble[] {
    const all = concepts.all();
    const ids = new Set([...builtIn, ...all].map(({ id }) => id));
    return checkVocabulary(builtIn, all, ids).filter(({ error }) => error.details?.['code'] === 'concept-circle');
  }

  function before({ id }: Pick<Concept, 'id'>): ConceptChange {
    return concepts.get(id) ?? { id };
  }

  /** What other concepts are merged into or hang on does not go with its last photo. */
  function keep(concept: Concept): void {
    if (concept.isOwn === true) concepts.put({ ...before(concept), isByTagging: undefined }, now());
  }

  function put(change: ConceptChange, builtIn: readonly Concept[]): void {
    renaming(builtIn, () => concepts.put(change, now()));
    refuse(checkVocabulary(builtIn, concepts.all(), new Set([change.id])));
  }

  /** Whatever is called otherwise after some work: its answers are found by the new names. */
  function renaming<T>(builtIn: readonly Concept[], work: () => T): T {
    const old = overlay(builtIn, concepts.all());
    const result = work();
    for (const concept of overlay(builtIn, concepts.all()).concepts) {
      const names = allNamesOf(concept);
      const was = old.byId.get(concept.id);
      if (was !== undefined && isSame(allNamesOf(was), names)) continue;
      tags.rename(concept.id, names);
      pending.rename(concept.id);
    }
    return result;
  }

  function moveAnswers(id: string, into: Pick<Concept, 'id' | 'names' | 'mergedNames'>): MergeOutcome {
    tags.ensure(into.id, allNamesOf(into));
    return merges.merge(id, into.id);
  }

  function moveBack(id: string, into: string, names: Names): number {
    tags.ensure(id, names);
    const count = merges.unmerge(id, into);
    pending.rename(id);
    return count;
  }

  function done(): void {
    vocabulary.changed();
    deps.onChanged();
    catchUp();
  }

  function catchUp(): void {
    catchingUp ??= catchAllUp()
      .catch(deps.onTrouble)
      .finally(() => {
        catchingUp = undefined;
      });
  }

  async function catchAllUp(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (!isStopped && pending.step(photosAtOnce) !== undefined);
  }

  async function confirmedCounts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    let startedAt = performance.now();
    for (const { conceptId, confirmedCount } of tags.confirmedCounts()) {
      counts.set(conceptId, (counts.get(conceptId) ?? 0) + confirmedCount);
      if (performance.now() - startedAt < sliceMs) continue;
      await turnOfOthers();
      startedAt = performance.now();
    }
    return counts;
  }

  async function nameOfAny(id: string): Promise<string> {
    const names = { ...(await vocabulary.builtIn()).byId.get(id)?.names, ...concepts.get(id)?.names };
    return nameIn(language(), { names }) || id;
  }

  async function namesOfMerged(): Promise<(change: ConceptChange) => Names> {
    const { byId } = await vocabulary.builtIn();
    return ({ id, names }) => ({ ...byId.get(id)?.names, ...names });
  }
}
export type VocabularyPart = ReturnType<typeof createVocabularyPart>;

/** @throws Failure 'bad-input' for no such concept */
function standing(id: string, { byId, mergedInto }: Vocabulary): Concept {
  const concept = byId.get(mergedInto.get(id) ?? id);
  if (concept === undefined) throw vocabularyFailure('concept-gone', { other: id });
  return concept;
}

function refuse([first]: ReturnType<typeof checkVocabulary>): void {
  if (first === undefined) return;
  const { kind, message, details } = first.error;
  throw new Failure(kind, message, details && { details });
}

/** Typed by hand: spaces around and between do not count. */
function tidied(edit: ConceptEdit): ConceptEdit {
  if (edit.names === undefined) return edit;
  const names: Record<string, string[]> = {};
  for (const [language, all] of Object.entries(edit.names))
    names[language] = all.map((name) => name.trim().replaceAll(/\s+/gu, ' ')).filter((name) => name !== '');
  return { ...edit, names };
}

function isSame(some: Names, others: Names): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
