import type { TagDecision } from '../../preload/contract/tag.ts';
import type { Db } from '../db/open.ts';
import { createTags, type NamedTag, type TagAnswer, type TagSource } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import { allNamesOf, foldName, nameIn, type Vocabulary } from '../tags/vocabulary.ts';
import { Failure } from '../util/failure.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';

/** What the person says of photos, by the names of the vocabularies and by their own. */
export function createTagAnswers(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Texts;
  vocabulary: Pick<EffectiveVocabulary, 'loaded' | 'changed'>;
  /** BCP 47, the person's first language first. */
  languages: () => readonly string[];
  now: () => number;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, texts, now } = deps;
  const tags = createTags(db, foldName);
  const { loaded } = deps.vocabulary;

  return {
    /** The person's answers for a photo, the oldest first, with their names in the person's language. */
    async of(photoId: number): Promise<(TagAnswer & { name: string })[]> {
      const vocabulary = await loaded();
      return tags.of(photoId).map((tag) => ({ ...tag, name: nameOf(tag, vocabulary) }));
    },
    /** A concept's name in the person's language. */
    async nameOf(conceptId: string): Promise<string> {
      return nameOf({ conceptId, names: {} }, await loaded());
    },
    /** The person's word on a concept; undefined takes it back. @throws Failure 'not-found' for no such concept */
    async decide(photoIds: readonly number[], conceptId: string, decision: TagDecision | undefined): Promise<void> {
      const { byId, mergedInto } = await loaded();
      const concept = byId.get(mergedInto.get(conceptId) ?? conceptId);
      // An answer to a concept that went out of the vocabulary can still be taken back.
      if (concept === undefined && decision !== undefined)
        throw new Failure('not-found', `There is no concept "${conceptId}" to tag with.`);
      const names = concept === undefined ? {} : allNamesOf(concept);
      write(photoIds, { is: 'concept', conceptId: concept?.id ?? conceptId, names }, decision);
    },
    /** Confirms the concept of this name; where there is none, it becomes a concept of the person's own. */
    async add(photoIds: readonly number[], name: string): Promise<void> {
      write(photoIds, await sourceOf(name), 'confirmed');
    },
    /** Says that the photos do not show it. @throws Failure 'not-found' where the name is no concept's */
    async reject(photoIds: readonly number[], name: string): Promise<void> {
      const source = await sourceOf(name);
      if (source.is === 'own')
        throw new Failure('not-found', `"${name}" is not in the vocabulary, so it is never suggested.`);
      write(photoIds, source, 'rejected');
    },
    /** Takes the answer to this name back. */
    async remove(photoIds: readonly number[], name: string): Promise<void> {
      write(photoIds, await sourceOf(name), undefined);
    },
    /** The tag of this name, which an album gives to its photos; a name that is no concept's becomes the person's own. */
    async tagIdOf(name: string): Promise<number> {
      const source = await sourceOf(name);
      const tagId = db.transaction(() => tags.idOf(source, now()));
      deps.vocabulary.changed();
      return tagId;
    },
    /** Photos that the person answered for the tag of this name, either way. */
    async answered(name: string): Promise<ReadonlySet<number>> {
      const source = await sourceOf(name);
      const conceptId = source.is === 'concept' ? source.conceptId : tags.ownCalled(source.name);
      return new Set(conceptId === undefined ? [] : tags.answered(conceptId));
    },
    /** The tag that a concept was merged into; undefined where it stands by itself. */
    async mergedTagId(conceptId: string): Promise<number | undefined> {
      const { byId, mergedInto } = await loaded();
      const concept = byId.get(mergedInto.get(conceptId) ?? '');
      if (concept === undefined) return undefined;
      const source: TagSource = { is: 'concept', conceptId: concept.id, names: allNamesOf(concept) };
      return db.transaction(() => tags.idOf(source, now()));
    },
    /** Every tag that was given, the most used first. */
    async all(): Promise<{ conceptId?: string; name: string; confirmedCount: number; rejectedCount: number }[]> {
      const vocabulary = await loaded();
      return tags.all().map((tag) => ({
        ...(tag.conceptId !== undefined && { conceptId: tag.conceptId }),
        name: nameOf(tag, vocabulary),
        confirmedCount: tag.confirmedCount,
        rejectedCount: tag.rejectedCount,
      }));
    },
  };

  function write(photoIds: readonly number[], source: TagSource, decision: TagDecision | undefined): void {
    db.transaction(() => {
      tags.decide(photoIds, source, decision, now());
      for (const photoId of photoIds) texts.index(photoId);
    });
    // A tag in own words comes into the vocabulary with its first photo, and may go with its last one.
    deps.vocabulary.changed();
    deps.onChanged(photoIds);
  }

  async function sourceOf(given: string): Promise<TagSource> {
    const name = given.trim().replaceAll(/\s+/gu, ' ');
    if (name === '') throw new Failure('bad-input', 'A tag needs a name.');
    const concept = (await loaded()).named(name);
    if (concept === undefined) return { is: 'own', name };
    return { is: 'concept', conceptId: concept.id, names: allNamesOf(concept) };
  }

  /** As the vocabulary says today; as it said when the tag was given, where it knows the concept no more. */
  function nameOf(tag: Pick<NamedTag, 'conceptId' | 'names'>, { byId, mergedInto }: Vocabulary): string {
    const [language = 'en'] = deps.languages();
    const concept = tag.conceptId === undefined ? undefined : byId.get(mergedInto.get(tag.conceptId) ?? tag.conceptId);
    if (concept !== undefined) return nameIn(language, concept);
    const name = nameIn(language, tag);
    return name === '' ? (tag.conceptId ?? '') : name;
  }
}
export type TagAnswers = ReturnType<typeof createTagAnswers>;
