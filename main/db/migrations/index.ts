import { indexStart } from './index-0001-start.ts';
import { suggestions } from './index-0002-suggestions.ts';
import { modelChange } from './index-0003-model-change.ts';
import { libraryStart } from './library-0001-start.ts';
import { ownRatingsAndSearches } from './library-0002-own-ratings-and-searches.ts';
import { filtersFindFaster } from './library-0003-filters-find-faster.ts';
import { tags } from './library-0004-tags.ts';
import { concepts } from './library-0005-concepts.ts';
import { albums } from './library-0006-albums.ts';
import { writtenMetadata } from './library-0007-written-metadata.ts';
import { modelsChange } from './library-0008-models.ts';
import { thumbnailsStart } from './thumbnails-0001-start.ts';

/** Append only: a migration that a person's library has run is never edited. Number n is at place n - 1. */
export const migrations = {
  library: [
    libraryStart,
    ownRatingsAndSearches,
    filtersFindFaster,
    tags,
    concepts,
    albums,
    writtenMetadata,
    modelsChange,
  ],
  index: [indexStart, suggestions, modelChange],
  thumbnails: [thumbnailsStart],
} as const satisfies Record<string, readonly string[]>;

export type DatabaseName = keyof typeof migrations;
