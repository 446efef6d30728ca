import path from 'node:path';
import { isNoRoom } from '../db/connect.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import type { Sources } from '../db/sources.ts';
import type { Searcher } from '../searcher/host.ts';
import { reportOf } from '../util/failure.ts';
import { createAnswerFiles } from './answer-files.ts';
import { createLibraryAlbums } from './albums.ts';
import type { Changes } from './changes.ts';
import { createEffectiveVocabulary } from './effective-vocabulary.ts';
import type { Emitter } from './emitter.ts';
import type { LibraryEvents } from './events.ts';
import { createPhotoTags } from './photo-tags.ts';
import { createPreciousFiles } from './precious-files.ts';
import { createTakingIn } from './taking-in.ts';
import { createSuggestions } from './suggestions.ts';
import { createTagAnswers } from './tag-answers.ts';
import { createTagPaths } from './tag-paths.ts';
import { createVocabularyFiles } from './vocabulary-files.ts';
import { createVocabularyPart } from './vocabulary.ts';
import { createWriting } from './writing.ts';

/** What is said of photos: tags, the words for them, suggestions, albums, and all of that written into files. */
export function createTagging(deps: {
  db: Db;
  texts: Texts;
  sources: Sources;
  searcher: Searcher;
  resourcesFolder: string;
  /** BCP 47, the person's first language first. */
  languages: () => string[];
  now: () => number;
  log: (line: string) => void;
  changes: Pick<Changes, 'tell'>;
  tell: Emitter<LibraryEvents>['emit'];
}) {
  const { db, texts, sources, searcher, resourcesFolder, languages, now, log, changes, tell } = deps;
  const answered = (photoIds: readonly number[]) => changes.tell('answers', photoIds);
  const vocabulary = createEffectiveVocabulary({
    db,
    vocabulariesFolder: path.join(resourcesFolder, 'vocabularies'),
  });
  const tagAnswers = createTagAnswers({
    db,
    texts,
    vocabulary,
    languages,
    now,
    onChanged(photoIds) {
      answered(photoIds);
      tell('tags.changed', undefined);
    },
  });
  const writing = createWriting({
    db,
    sources,
    texts,
    tagPaths: createTagPaths({ answers: tagAnswers, vocabulary, languages }),
    now,
    onProgress: (value) => tell('writing', value),
    onChanged: answered,
  });
  const vocabularyPart = createVocabularyPart({
    db,
    texts,
    vocabulary,
    languages,
    now,
    onChanged() {
      searcher.vocabularyChanged();
      albums.poke();
      tell('tags.changed', undefined);
    },
    onTrouble(error) {
      log(`vocabulary: ${String(error)}`);
      if (isNoRoom(error) !== undefined) tell('notice', reportOf(error));
    },
  });
  const suggestions = createSuggestions({
    db,
    vocabulary,
    answers: tagAnswers,
    searcher,
    now,
    log,
    onState: (state) => tell('suggestions', state),
    onTagsChanged: () => tell('tags.changed', undefined),
  });
  const albums = createLibraryAlbums({
    db,
    texts,
    searcher,
    tags: tagAnswers,
    languages,
    now,
    log,
    onTagged(photoIds) {
      changes.tell('albums', photoIds);
      tell('tags.changed', undefined);
    },
    onChanged: () => tell('albums.changed', undefined),
  });

  const vocabularyFiles = createVocabularyFiles({ db, vocabulary, part: vocabularyPart, languages, now });
  const precious = createPreciousFiles({
    ...{ db, vocabulary, vocabularyFiles, languages, now },
    takingIn: createTakingIn({
      ...{ db, texts, vocabulary, vocabularyFiles, now },
      answers: createAnswerFiles({ db, texts, vocabulary, languages, now }),
      onChanged(photoIds) {
        answered(photoIds);
        albums.poke();
        tell('tags.changed', undefined);
        tell('albums.changed', undefined);
      },
    }),
  });

  return {
    precious,
    tags: {
      ...createPhotoTags({ answers: tagAnswers, searcher, albums }),
      decide: tagAnswers.decide,
      add: tagAnswers.add,
      reject: tagAnswers.reject,
      remove: tagAnswers.remove,
      all: tagAnswers.all,
    },
    suggestions,
    vocabulary: {
      ...vocabularyPart,
      files: vocabularyFiles,
      askable: (): Promise<string[]> => searcher.ask({ is: 'askable-concepts' }),
    },
    albums,
    writing,
  };
}
