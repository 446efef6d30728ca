import { indexStart } from './index-0001-start.ts';
import { suggestions } from './index-0002-suggestions.ts';
import { modelChange } from './index-0003-model-change.ts';
import { indexParts } from './index-0004-parts.ts';
import { looks } from './index-0005-looks.ts';
import { stacksOfShots } from './index-0006-stacks.ts';
import { moreStacks } from './index-0007-more-stacks.ts';
import { clearness } from './index-0008-clearness.ts';
import { mergingWords } from './index-0009-merging-words.ts';
import { libraryStart } from './library-0001-start.ts';
import { ownRatingsAndSearches } from './library-0002-own-ratings-and-searches.ts';
import { filtersFindFaster } from './library-0003-filters-find-faster.ts';
import { tags } from './library-0004-tags.ts';
import { concepts } from './library-0005-concepts.ts';
import { albums } from './library-0006-albums.ts';
import { writtenMetadata } from './library-0007-written-metadata.ts';
import { modelsChange } from './library-0008-models.ts';
import { partialDates } from './library-0009-partial-dates.ts';
import { whatFilesSay } from './library-0010-what-files-say.ts';
import { nothingLost } from './library-0011-nothing-lost.ts';
import { returnedFiles } from './library-0012-returned-files.ts';
import { unreadablePlaces } from './library-0013-unreadable-places.ts';
import { filings } from './library-0014-filings.ts';
import { films } from './library-0015-films.ts';
import { notCopies } from './library-0016-not-copies.ts';
import { ignoredFailures } from './library-0017-ignored-failures.ts';
import { ownStacks } from './library-0018-own-stacks.ts';
import { marks } from './library-0019-marks.ts';
import { motion } from './library-0020-motion.ts';
import { turns } from './library-0021-turns.ts';
import { flagsAndCrops } from './library-0022-flags-and-crops.ts';
import { incoming } from './library-0023-incoming.ts';
import { merges } from './library-0024-merges.ts';
import { flagsInFiles } from './library-0025-flags-in-files.ts';
import { neitherFlag } from './library-0026-neither-flag.ts';
import { favouritesInFiles } from './library-0027-favourites-in-files.ts';
import { thumbnailsStart } from './thumbnails-0001-start.ts';
import { thumbnailParts } from './thumbnails-0002-parts.ts';
import { looksInThumbnails } from './thumbnails-0003-looks.ts';

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
    partialDates,
    whatFilesSay,
    nothingLost,
    returnedFiles,
    unreadablePlaces,
    filings,
    films,
    notCopies,
    ignoredFailures,
    ownStacks,
    marks,
    motion,
    turns,
    flagsAndCrops,
    incoming,
    merges,
    flagsInFiles,
    neitherFlag,
    favouritesInFiles,
  ],
  index: [indexStart, suggestions, modelChange, indexParts, looks, stacksOfShots, moreStacks, clearness, mergingWords],
  thumbnails: [thumbnailsStart, thumbnailParts, looksInThumbnails],
} as const satisfies Record<string, readonly string[]>;

export type DatabaseName = keyof typeof migrations;
