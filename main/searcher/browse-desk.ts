import type { Database } from 'better-sqlite3';
import type { BrowseBy, BrowseItem } from '../../preload/contract/browse.ts';
import { allowedIds } from '../search/filters/allowed-ids.ts';
import { quoteWhereNeeded } from '../search/parse/quote.ts';
import type { Hidden } from './hidden.ts';
import type { Knowledge } from './knowledge.ts';
import { filesBefore } from './months.ts';
import type { ReadLibrary } from './read-library.ts';

interface Candidate {
  readonly label: string;
  readonly text: string;
}

/** More than a person looks through; of tags and towns those with the most photos. */
const mostShown = 200;

/**
 * Years, places, cameras and tags of the library, each with how many photos it has and the newest of them. What there is
 * comes from one query; how many there are is asked as the click on it asks, so both are the same number.
 */
export function createBrowseDesk(deps: {
  library: Pick<ReadLibrary, 'sql' | 'cards'>;
  knowledge: Pick<Knowledge, 'read' | 'library'>;
  hidden: Hidden;
  /** Lets others go first. */
  pause: () => Promise<void>;
}) {
  const { library, knowledge, hidden, pause } = deps;
  const { sql } = library;

  return async (
    by: BrowseBy,
    languages: readonly string[],
    timeOf: (photoId: number) => number,
  ): Promise<BrowseItem[]> => {
    // What is known of the library is read with the first question.
    knowledge.read('', [], languages);
    const found: { candidate: Candidate; count: number; coverId: number }[] = [];
    for (const candidate of candidatesOf(by, languages)) {
      const { filters } = knowledge.read(candidate.text, [], languages);
      const ids = filters.length === 0 ? undefined : allowedIds(sql, knowledge.library, filters);
      let count = 0;
      let coverId = 0;
      for (const id of ids ?? []) {
        if (hidden.has(id)) continue;
        count++;
        if (coverId === 0 || timeOf(id) > timeOf(coverId)) coverId = id;
      }
      if (count > 0) found.push({ candidate, count, coverId });
      await pause();
    }
    if (by !== 'year') found.sort((a, b) => b.count - a.count || (a.candidate.label < b.candidate.label ? -1 : 1));
    const covers = new Map(library.cards(found.map(({ coverId }) => coverId)).map((card) => [card.id, card]));
    return found.map(({ candidate, count, coverId }) => {
      const cover = covers.get(coverId);
      return { ...candidate, count, ...(cover && { cover: { id: cover.id, version: cover.version } }) };
    });
  };

  function candidatesOf(by: BrowseBy, languages: readonly string[]): Candidate[] {
    switch (by) {
      case 'year':
        // At the end those that no year can be told of.
        return [...yearsOf(sql), { label: '', text: 'is:undated' }];
      case 'camera':
        return candidates('camera', [...new Set(knowledge.library.vocabulary.cameras.map(({ name }) => name))]);
      case 'tag':
        return candidates('tag', tagsOf(sql));
      case 'place':
        return candidates('place', placesOf(knowledge.library, languages[0] ?? 'en'));
    }
  }
}

function candidates(key: string, labels: readonly string[]): Candidate[] {
  return labels.slice(0, mostShown).map((label) => ({ label, text: `${key}:${quoteWhereNeeded(label)}` }));
}

/**
 * The latest first; a file's own date is no date of a photo. A step along the timeline for each: 1 ms, where every photo's
 * year takes 100 for 100,000 photos. [Note: Places in the timeline]
 */
function yearsOf(sql: Database): Candidate[] {
  const before = sql
    .prepare<[number, number], number>(
      `SELECT timeline_at FROM photos WHERE present > 0 AND timeline_at < ? AND timeline_at > ?
       ORDER BY timeline_at DESC LIMIT 1`,
    )
    .pluck();
  const years: number[] = [];
  for (
    let time = before.get(Number.MAX_SAFE_INTEGER, filesBefore);
    time !== undefined;
    // What is known of the year alone stands half a millisecond before it.
    time = before.get(new Date(0).setUTCFullYear(years.at(-1) ?? 0, 0, 1) - 0.5, filesBefore)
  )
    years.push(new Date(Math.ceil(time)).getUTCFullYear());
  return years.map((year) => ({ label: String(year), text: `date:${String(year).padStart(4, '0')}` }));
}

/** By how many photos have the name itself. */
function tagsOf(sql: Database): string[] {
  const names = sql
    .prepare<[], string>(
      `SELECT name FROM (
         SELECT keyword name, count(*) count FROM keywords GROUP BY keyword
         UNION ALL
         SELECT n.name, g.count FROM (SELECT tag_id, count(*) count FROM given_tags GROUP BY tag_id) g
           JOIN tag_names n ON n.tag_id = g.tag_id AND n.position = 0 AND n.language IN ('', 'en'))
       GROUP BY name ORDER BY sum(count) DESC, name`,
    )
    .pluck()
    .all();
  // One in two spellings is found by either.
  const seen = new Set<string>();
  return names.filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}

/** Countries, then towns, by how many photos are nearest to them. */
function placesOf({ gazetteer, photoPlaces }: Knowledge['library'], language: string): string[] {
  if (!gazetteer || !photoPlaces) return [];
  const byCount = <K>(counts: ReadonlyMap<K, number>): K[] =>
    [...counts].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  const countries = byCount(photoPlaces.countries).flatMap((code) => {
    const place = gazetteer.countryByCode(code);
    return place === undefined ? [] : [gazetteer.nameOf(place, language)];
  });
  const cities = byCount(photoPlaces.cities).map((index) => {
    const place = { is: 'city' as const, index };
    const country = gazetteer.countryByCode(gazetteer.countryCode(place));
    const name = gazetteer.nameOf(place, language);
    return country ? `${name}, ${gazetteer.nameOf(country, language)}` : name;
  });
  return [...new Set([...countries, ...cities])];
}
