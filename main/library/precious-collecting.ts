import { createAlbums } from '../db/albums.ts';
import { readConceptChanges, readOwnLibrary } from '../db/concepts.ts';
import { createGivenAnswers } from '../db/given-answers.ts';
import type { Db } from '../db/open.ts';
import { createPrecious, type OwnWords } from '../db/precious.ts';
import { createPreciousStacks } from '../db/precious-stacks.ts';
import { createSearches } from '../db/searches.ts';
import { createTags } from '../db/tags.ts';
import { exportOf } from '../tags/plan-import.ts';
import { writeVocabularyJson } from '../tags/vocabulary-json.ts';
import { foldName, nameIn } from '../tags/vocabulary.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import type { PreciousFile, PreciousPhoto } from './precious-file.ts';

/** Everything precious, as a file has it: by content and by name, and not by the numbers of this library. */
export function createPreciousCollecting(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  vocabulary: Pick<EffectiveVocabulary, 'loaded' | 'builtIn'>;
  languages: () => readonly string[];
  now: () => number;
}): () => Promise<PreciousFile> {
  const { db, vocabulary, now } = deps;
  const precious = createPrecious(db);
  const albums = createAlbums(db);
  const searches = createSearches(db);
  const preciousStacks = createPreciousStacks(db);
  const tags = createTags(db, foldName);

  return async () => {
    const { byId, mergedInto } = await vocabulary.loaded();
    const { concepts: builtIn } = await vocabulary.builtIn();
    const library = readOwnLibrary(db.sql);
    const [language = 'en'] = deps.languages();
    const namesKept = new Map(tags.all().map((tag) => [tag.conceptId, tag.names]));
    const named = (conceptId: string) => {
      const id = mergedInto.get(conceptId) ?? conceptId;
      return {
        concept: id.startsWith('own-') ? `${id}@${library}` : id,
        name: nameIn(language, { names: byId.get(id)?.names ?? namesKept.get(conceptId) ?? {} }),
      };
    };
    const conceptOfTag = new Map(tags.all().map((tag) => [tag.tagId, tag.conceptId]));
    const all = albums.all();
    return {
      format: 'lumisift-precious',
      version: 1,
      exportedAt: new Date(now()).toISOString(),
      library,
      photos: precious.ownWords().map(withoutNulls),
      answers: createGivenAnswers(db)
        .all()
        .map(({ path: file, content, conceptId, isConfirmed, atMs }) => ({
          content,
          ...(file !== undefined && { path: file }),
          ...named(conceptId),
          isConfirmed,
          atMs,
        })),
      albums: all.map((album) => {
        const { id, parentId, name, kind, sort, coverPhotoId, rule, tagId, tagMode, tagLeast } = album;
        const conceptId = tagId === undefined ? undefined : conceptOfTag.get(tagId);
        const tag = conceptId === undefined ? undefined : named(conceptId);
        const cover = coverPhotoId === undefined ? undefined : precious.contentOf(coverPhotoId);
        return {
          number: id,
          ...(parentId !== undefined && { in: parentId }),
          name,
          kind,
          sort,
          ...(cover !== undefined && { cover }),
          rule: { ...rule, keptAsWords: [...(rule.keptAsWords ?? [])] },
          ...(tag && { tag: tag.concept, tagName: tag.name }),
          tagMode,
          tagLeast,
          photos: precious.photosIn(id),
          examples: precious.examplesOf(id),
        };
      }),
      searches: searches.list().saved.map(({ name = '', text, keptAsWords, atMs }) => ({
        name,
        text,
        keptAsWords: [...keptAsWords],
        atMs,
      })),
      stacks: preciousStacks.all(),
      vocabulary: JSON.parse(
        writeVocabularyJson(exportOf(builtIn, readConceptChanges(db.sql), library)),
        // As the vocabulary's own files are written.
      ) as PreciousFile['vocabulary'],
    };
  };
}

function withoutNulls(words: OwnWords & { content: string }): PreciousPhoto {
  // Each is what its column holds, and left out where that is nothing.
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null)) as PreciousPhoto;
}
