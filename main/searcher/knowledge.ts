import type { Database } from 'better-sqlite3';
import type { FilterLibrary } from '../search/filters/filter.ts';
import { parse, warmUp } from '../search/parse.ts';
import { emptyVocabulary, type ParseContext, type PhotoPlaces, type Vocabulary } from '../search/parse/context.ts';
import { readPhotoPlaces } from '../search/photo-places.ts';
import { createPlaces, type Places } from '../search/places.ts';
import { suggest } from '../search/suggest.ts';
import { readConfirmedConcepts, readTagNames, readVocabulary } from '../search/vocabulary.ts';
import { conceptsByName, keywordsByName } from '../tags/concepts-by-name.ts';
import { resolvePlace } from '../search/filters/place-names.ts';
import type { VocabularyKeeper } from './vocabulary-keeper.ts';
import type { Query, Suggestion } from '../../preload/contract/query.ts';

export interface Knowledge {
  /** @param languages BCP 47, the person's first language first */
  read(text: string, keptAsWords: readonly string[], languages: readonly string[]): Query;
  suggest(text: string, recent: readonly string[], languages: readonly string[]): Suggestion[];
  readonly library: FilterLibrary;
  placeOf(latitude: number, longitude: number, language: string): { city?: string; region?: string; country?: string };
  /** The point of a town: of several of one name the one with photos, else the biggest. */
  placeNamed(name: string, languages: readonly string[]): { latitude: number; longitude: number } | undefined;
  /** Photos came, changed or went: what is known is read again in a few seconds. */
  changed(): void;
  /** What takes time is done ahead of the first question. */
  warmUp(): Promise<void>;
  close(): void;
}

/** Reading 100,000 photos' places anew takes some 100 ms: it is done between questions, and not too often. */
const refreshAfterMs = 5_000;

/** What the library holds that a sentence may name: cameras, folders, keywords, places. */
export function createKnowledge(
  sql: Database,
  placesFile: string | undefined,
  concepts: Pick<VocabularyKeeper, 'now'>,
): Knowledge {
  let vocabulary: Vocabulary = emptyVocabulary;
  let photoPlaces: PhotoPlaces | undefined;
  let places: Places | undefined;
  let isRead = false;
  let areTagsStale = false;
  let timer: NodeJS.Timeout | undefined;

  const refresh = (): void => {
    timer = undefined;
    isRead = true;
    areTagsStale = false;
    vocabulary = withConcepts(readVocabulary(sql));
    if (placesFile !== undefined) {
      places ??= createPlaces(placesFile);
      photoPlaces = readPhotoPlaces(sql, places);
    }
  };
  const withConcepts = (known: Vocabulary): Vocabulary => ({
    ...known,
    conceptsCalled: conceptsByName(concepts.now(), readConfirmedConcepts(sql)),
    keywordsCalled: keywordsByName(concepts.now(), known.keywords),
  });
  const context = (keptAsWords: readonly string[], languages: readonly string[]): ParseContext => {
    if (!isRead) refresh();
    if (areTagsStale) vocabulary = withConcepts({ ...vocabulary, ...readTagNames(sql) });
    areTagsStale = false;
    return { now: new Date(), languages, vocabulary, gazetteer: places?.gazetteer, photoPlaces, keptAsWords };
  };

  return {
    read: (text, keptAsWords, languages) => parse(text, context(keptAsWords, languages)),
    suggest: (text, recent, languages) => suggest(text, { ...context([], languages), recent }),
    get library() {
      return { vocabulary, gazetteer: places?.gazetteer, photoPlaces };
    },
    placeOf(latitude, longitude, language) {
      if (!isRead) refresh();
      return places?.placeOf(latitude, longitude, language) ?? {};
    },
    placeNamed(name, languages) {
      const place = resolvePlace(name, context([], languages));
      return place?.is === 'city' ? { latitude: place.lat, longitude: place.lon } : undefined;
    },
    changed() {
      // Who tags a photo looks for it at once.
      areTagsStale = true;
      timer ??= setTimeout(refresh, refreshAfterMs).unref();
    },
    async warmUp() {
      for (const step of warmUp(context([], ['en']))) await new Promise((resolve) => setImmediate(resolve, step));
    },
    close: () => clearTimeout(timer),
  };
}
