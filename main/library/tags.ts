import type { PhotoTag, TagDecision } from '../../preload/contract/tag.ts';
import type { Db } from '../db/open.ts';
import { createTags, type NamedTag, type TagSource } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import type { Searcher } from '../searcher/host.ts';
import type { Suggested } from '../tags/suggest.ts';
import { foldName, languages as builtIn, loadVocabulary, nameIn, type Vocabulary } from '../tags/vocabulary.ts';
import { Failure } from '../util/failure.ts';

/** Tags of the library's photos: the person's answers out of library.db, suggestions out of the searcher. */
export function createPhotoTags(deps: {
  db: Db;
  texts: Texts;
  searcher: Pick<Searcher, 'ask'>;
  vocabulariesFolder: string;
  /** BCP 47, the person's first language first. */
  languages: () => readonly string[];
  now: () => number;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, texts, searcher, now } = deps;
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
    /** Confirmed ones first, then suggestions by their probability, then what was rejected. */
    async suggest(photoId: number): Promise<PhotoTag[]> {
      const vocabulary = await loaded();
      const before = answersOf(photoId);
      const suggested = await searcher.ask({ is: 'tags', picture: photoId, ...before.ids });
      // Answered meanwhile: the newest answer counts.
      const { given, ids } = answersOf(photoId);
      const answered = new Set([...ids.confirmed, ...ids.rejected]);
      const named = (state: TagDecision) =>
        given
          .filter(({ isConfirmed }) => isConfirmed === (state === 'confirmed'))
          .map((tag): PhotoTag => ({
            ...(tag.conceptId !== undefined && { conceptId: tag.conceptId }),
            name: nameOf(tag, vocabulary),
            state,
          }));
      return [
        ...named('confirmed'),
        ...suggestionsIn(
          vocabulary,
          suggested.filter(({ conceptId }) => !answered.has(conceptId)),
        ),
        ...named('rejected'),
      ];
    },
    /** Suggestions for a picture that need not be in the library. @param vector unit length, dim of the model */
    async suggestFor(vector: Float32Array): Promise<PhotoTag[]> {
      const vocabulary = await loaded();
      return suggestionsIn(
        vocabulary,
        await searcher.ask({ is: 'tags', picture: vector, confirmed: [], rejected: [] }),
      );
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

  function answersOf(photoId: number) {
    const given = tags.of(photoId);
    const idsOf = (isConfirmed: boolean) =>
      given.flatMap((it) => (it.conceptId !== undefined && it.isConfirmed === isConfirmed ? [it.conceptId] : []));
    return { given, ids: { confirmed: idsOf(true), rejected: idsOf(false) } };
  }

  function suggestionsIn(vocabulary: Vocabulary, suggested: readonly Suggested[]): PhotoTag[] {
    return suggested.map(({ conceptId, probability }) => ({
      conceptId,
      name: nameOf({ conceptId, names: {} }, vocabulary),
      state: 'suggested',
      probability,
    }));
  }

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
