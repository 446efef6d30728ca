import type { PhotoTag, TagDecision } from '../../preload/contract/tag.ts';
import type { Searcher } from '../searcher/host.ts';
import type { Suggested } from '../tags/suggest.ts';
import type { LibraryAlbums } from './albums.ts';
import type { TagAnswers } from './tag-answers.ts';

/** Tags of photos: the person's answers out of library.db, and suggestions out of the searcher. */
export function createPhotoTags(deps: {
  answers: Pick<TagAnswers, 'of' | 'nameOf'>;
  searcher: Pick<Searcher, 'ask'>;
  albums?: Pick<LibraryAlbums, 'tagsOf'>;
}) {
  const { answers, searcher, albums } = deps;
  return {
    /** Confirmed ones first, then what albums gave, suggestions by their probability, then what was rejected. */
    async suggest(photoId: number): Promise<PhotoTag[]> {
      const before = await answers.of(photoId);
      const idsOf = (isConfirmed: boolean) =>
        before.flatMap((it) => (it.conceptId !== undefined && it.isConfirmed === isConfirmed ? [it.conceptId] : []));
      const suggested = await searcher.ask({
        is: 'tags',
        picture: photoId,
        confirmed: idsOf(true),
        rejected: idsOf(false),
      });
      // Answered meanwhile: the newest answer counts.
      const given = await answers.of(photoId);
      const named = (state: TagDecision) =>
        given
          .filter(({ isConfirmed }) => isConfirmed === (state === 'confirmed'))
          .map(({ conceptId, name }): PhotoTag => ({ ...(conceptId !== undefined && { conceptId }), name, state }));
      const byAlbums = (await albumTagsOf(photoId)).filter(({ conceptId }) =>
        given.every((it) => it.conceptId !== conceptId),
      );
      const known = new Set([...given, ...byAlbums].map(({ conceptId }) => conceptId));
      const open = suggested.filter(({ conceptId }) => !known.has(conceptId));
      const suggestions = [...byAlbums, ...(await suggestionsIn(open))].sort(surestFirst);
      return [...named('confirmed'), ...suggestions, ...named('rejected')];
    },
    /** Suggestions for a picture that need not be in the library. @param vector unit length, dim of the model */
    suggestFor: async (vector: Float32Array): Promise<PhotoTag[]> =>
      suggestionsIn(await searcher.ask({ is: 'tags', picture: vector, confirmed: [], rejected: [] })),
  };

  async function albumTagsOf(photoId: number): Promise<PhotoTag[]> {
    const seen = new Set<string>();
    const tags = (albums?.tagsOf(photoId) ?? []).filter(({ conceptId }) => !seen.has(conceptId) && seen.add(conceptId));
    return Promise.all(
      tags.map(async ({ conceptId, isApplied, probability, albumId: id, albumName: name }): Promise<PhotoTag> => ({
        conceptId,
        name: await answers.nameOf(conceptId),
        state: isApplied ? 'applied' : 'suggested',
        probability,
        album: { id, name },
      })),
    );
  }

  async function suggestionsIn(suggested: readonly Suggested[]): Promise<PhotoTag[]> {
    return Promise.all(
      suggested.map(async ({ conceptId, probability }): Promise<PhotoTag> => ({
        conceptId,
        name: await answers.nameOf(conceptId),
        state: 'suggested',
        probability,
      })),
    );
  }
}

function surestFirst(a: PhotoTag, b: PhotoTag): number {
  const applied = (tag: PhotoTag) => (tag.state === 'applied' ? 1 : 0);
  return applied(b) - applied(a) || (b.probability ?? 0) - (a.probability ?? 0);
}
