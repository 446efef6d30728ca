import type { TagDecision } from '../../preload/contract/tag.ts';
import type { Db } from '../db/open.ts';
import { createTags, type NamedTag, type TagAnswer, type TagSource } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import { foldName, languages as builtIn, loadVocabulary, nameIn, type Vocabulary } from '../tags/vocabulary.ts';
import { Failure } from '../util/failure.ts';

/** What the person says of photos, by the names of the vocabularies and by their own. */
export function createTagAnswers(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Texts;
  vocabulariesFolder: string;
  /** BCP 47, the person's first language first. */
  languages: () => readonly string[];
  now: () => number;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, texts, now } = deps;
  const tags = createTags(db, foldName);
  let loading: Promise<Vocabulary> | undefined;
  const loaded = () => {
    loading ??= loadVocabulary(deps.vocabulariesFolder).catch((error: unknown) => {
      loading = undefined; // may be tried again: a file was mended
      throw error;
    });
    return loading;
  };

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
      const concept = (await loaded()).byId.get(conceptId);
      // An answer to a concept that went out of the vocabulary can still be taken back.
      if (concept === undefined && decision !== undefined)
        throw new Failure('not-found', `There is no concept "${conceptId}" to tag with.`);
      write(photoIds, { is: 'concept', conceptId, names: concept?.names ?? {} }, decision);
    },
    /** Confirms the concept of this name, or a tag in the person's own words where there is none. */
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
    deps.onChanged(photoIds);
  }

  async function sourceOf(given: string): Promise<TagSource> {
    const name = given.trim().replaceAll(/\s+/gu, ' ');
    if (name === '') throw new Failure('bad-input', 'A tag needs a name.');
    const concept = (await loaded()).named(name);
    return concept === undefined ? { is: 'own', name } : { is: 'concept', conceptId: concept.id, names: concept.names };
  }

  /** As the vocabulary says today; as it said when the tag was given, where it knows the concept no more. */
  function nameOf(tag: Pick<NamedTag, 'conceptId' | 'names'>, { byId }: Vocabulary): string {
    const [language = 'en'] = deps.languages();
    const concept = tag.conceptId === undefined ? undefined : byId.get(tag.conceptId);
    if (concept !== undefined) return nameIn(language, concept);
    const known = ['', ...builtIn].find((one) => tag.names[one] !== undefined) ?? '';
    return tag.names[known]?.[0] ?? tag.conceptId ?? '';
  }
}
export type TagAnswers = ReturnType<typeof createTagAnswers>;
