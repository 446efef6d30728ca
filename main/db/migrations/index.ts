import { indexStart } from './index-0001-start.ts';
import { libraryStart } from './library-0001-start.ts';
import { ownRatingsAndSearches } from './library-0002-own-ratings-and-searches.ts';
import { filtersFindFaster } from './library-0003-filters-find-faster.ts';
import { tags } from './library-0004-tags.ts';
import { thumbnailsStart } from './thumbnails-0001-start.ts';

/** Append only: a migration that a person's library has run is never edited. Number n is at place n - 1. */
export const migrations = {
  library: [libraryStart, ownRatingsAndSearches, filtersFindFaster, tags],
  index: [indexStart],
  thumbnails: [thumbnailsStart],
} as const satisfies Record<string, readonly string[]>;

export type DatabaseName = keyof typeof migrations;
