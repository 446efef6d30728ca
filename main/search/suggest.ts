/** @file Runs in the searcher process. */
import type { Suggestion } from '../../preload/contract/query.ts';
import type { ParseContext } from './parse/context.ts';
import { foldSame } from './parse/fold.ts';
import { albumOffers } from './filters/album.ts';
import { filters } from './filters/index.ts';
import { quoteWhereNeeded } from './parse/quote.ts';

export interface SuggestContext extends Pick<ParseContext, 'vocabulary' | 'gazetteer' | 'photoPlaces' | 'languages'> {
  /** Latest first. */
  readonly recent: readonly string[];
}

interface Candidate {
  readonly kind: Suggestion['kind'];
  readonly label: string;
  /** What takes the place of the words typed so far. */
  readonly insert: string;
  /** How many photos; more is likelier. */
  readonly count: number;
}

/**
 * What may be typed next, best first: whole searches made before, and for the words at the end of the text the tags,
 * places, cameras, lenses, folders and keywords that begin so. A name that begins with the words comes before one
 * in which a later word does.
 * @param text the search box up to the cursor
 */
export function suggest(text: string, context: SuggestContext, limit = 8): Suggestion[] {
  const typed = foldSame(text.normalize('NFC')).trimStart();
  const source = text.normalize('NFC').trimStart();
  const found: { suggestion: Suggestion; rank: number }[] = [];
  for (const [index, past] of context.recent.slice(0, 200).entries()) {
    const isLonger = past.length > source.trim().length;
    if (isLonger && foldSame(past).startsWith(typed))
      found.push({ suggestion: { kind: 'recent', label: past, text: past }, rank: 400 - index });
  }
  if (typed.trim() === '') return found.map(({ suggestion }) => suggestion).slice(0, limit);

  const candidates = candidatesOf(context);
  // "sunset at new yo": the longest end of the text that begins a name, so "new yo" before "yo".
  const starts = [...source.matchAll(/(?<=^|\s)\S/gu)].map((match) => match.index).slice(-4);
  for (const start of starts) {
    const end = typed.slice(start).replace(/^[-#]/u, '');
    if (end.trim() === '') continue;
    const lead = source.slice(0, start);
    const sign = source[start] === '-' ? '-' : '';
    for (const { candidate, folded } of candidates) {
      const at = positionOf(end, folded);
      if (at < 0) continue;
      // Named already, to the last letter.
      if (folded === end.trim() && candidate.kind !== 'filter' && lead === '') continue;
      const rank =
        (at === 0 ? 200 : 100) +
        end.length * 10 +
        Math.min(9, Math.log2(1 + candidate.count)) +
        kindRank[candidate.kind];
      found.push({
        suggestion: { kind: candidate.kind, label: candidate.label, text: `${lead}${sign}${candidate.insert}` },
        rank,
      });
    }
  }
  const seen = new Set<string>();
  return found
    .sort(
      (a, b) =>
        b.rank - a.rank ||
        a.suggestion.label.length - b.suggestion.label.length ||
        (a.suggestion.label < b.suggestion.label ? -1 : 1),
    )
    .map(({ suggestion }) => suggestion)
    .filter(({ text: whole }) => !seen.has(whole) && seen.add(whole))
    .slice(0, limit);
}

const kindRank: Readonly<Record<Suggestion['kind'], number>> = {
  recent: 9,
  tag: 8,
  album: 8,
  place: 7,
  folder: 5,
  camera: 4,
  lens: 3,
  keyword: 2,
  filter: 0,
};

interface Prepared {
  readonly candidate: Candidate;
  readonly folded: string;
}

const prepared = new WeakMap<
  SuggestContext['vocabulary'],
  { places: SuggestContext['photoPlaces']; language: string; list: readonly Prepared[] }
>();

function candidatesOf(context: SuggestContext): readonly Prepared[] {
  const language = context.languages[0] ?? 'en';
  const known = prepared.get(context.vocabulary);
  if (known && known.places === context.photoPlaces && known.language === language) return known.list;
  const { vocabulary } = context;
  const list = [
    ...vocabulary.tags.map((name) => ({
      kind: 'tag' as const,
      label: name,
      insert: `tag:${quoteWhereNeeded(name)}`,
      count: 1000,
    })),
    ...albumOffers(vocabulary).map(({ operand, label }) => ({
      kind: 'album' as const,
      label,
      insert: `album:${quoteWhereNeeded(operand)}`,
      count: 1000,
    })),
    ...placeCandidates(context, language),
    ...vocabulary.cameras.map(({ name }) => ({
      kind: 'camera' as const,
      label: name,
      insert: `camera:${quoteWhereNeeded(name)}`,
      count: 0,
    })),
    ...vocabulary.lenses.map((name) => ({
      kind: 'lens' as const,
      label: name,
      insert: `lens:${quoteWhereNeeded(name)}`,
      count: 0,
    })),
    ...vocabulary.directories
      .filter(({ dir }) => dir !== '')
      .map(({ dir }) => ({ kind: 'folder' as const, label: dir, insert: `in:${quoteWhereNeeded(dir)}`, count: 0 })),
    ...vocabulary.keywords.map((name) => ({
      kind: 'keyword' as const,
      label: name,
      insert: `tag:${quoteWhereNeeded(name)}`,
      count: 0,
    })),
    ...['favourite', 'hidden', 'picked', 'rejected'].map((state) => ({
      kind: 'filter' as const,
      label: `is:${state}`,
      insert: `is:${state}`,
      count: 10,
    })),
    ...filters.map(({ key }) => ({ kind: 'filter' as const, label: `${key}:`, insert: `${key}:`, count: 0 })),
  ].map((candidate) => ({ candidate, folded: foldSame(candidate.label.normalize('NFC')) }));
  prepared.set(vocabulary, { places: context.photoPlaces, language, list });
  return list;
}

/** Where there are photos, by the names the person uses. */
function placeCandidates({ gazetteer, photoPlaces }: SuggestContext, language: string): Candidate[] {
  if (!gazetteer || !photoPlaces) return [];
  const countries = [...photoPlaces.countries].flatMap(([code, count]) => {
    const place = gazetteer.countryByCode(code);
    const label = place && gazetteer.nameOf(place, language);
    return label === undefined
      ? []
      : [{ kind: 'place' as const, label, insert: `place:${quoteWhereNeeded(label)}`, count }];
  });
  const cities = [...photoPlaces.cities].map(([index, count]) => {
    const place = { is: 'city' as const, index };
    const country = gazetteer.countryByCode(gazetteer.countryCode(place));
    const name = gazetteer.nameOf(place, language);
    const label = country ? `${name}, ${gazetteer.nameOf(country, language)}` : name;
    return { kind: 'place' as const, label, insert: `place:${quoteWhereNeeded(label)}`, count };
  });
  return [...countries, ...cities];
}

/** Where in the name a word begins with what was typed. */
function positionOf(end: string, folded: string): number {
  if (folded.startsWith(end)) return 0;
  for (let at = folded.indexOf(end, 1); at >= 0; at = folded.indexOf(end, at + 1))
    if (/[^\p{L}\p{N}]/u.test(folded[at - 1] ?? ' ')) return at;
  return -1;
}
