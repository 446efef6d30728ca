/**
 * @file Everything that understands a question: the parser of eleven languages, the borders of countries, the text
 * tower, the cut-off. Loaded by itself after the timeline was read, because it takes a few hundred milliseconds that the
 * first screen of photos need not wait for.
 */
export { allowedIds } from '../search/filters/allowed-ids.ts';
export { describeFilters } from '../search/filters/index.ts';
export { createAlbumDesk } from './album-desk.ts';
export { askableConcepts } from '../tags/askable.ts';
export { createBrowseDesk } from './browse-desk.ts';
export { createCutoffKeeper } from './cutoff-keeper.ts';
export { explain, match } from './explain.ts';
export { createKnowledge } from './knowledge.ts';
export { createMeanings } from './meanings.ts';
export { answer } from './questions.ts';
export { createTagDesk } from './tag-desk.ts';
export { createVocabularyKeeper } from './vocabulary-keeper.ts';
