import { chanceIn, noScores, placeOf, probabilityOf, type ScoreList, scoreListOf, withRange } from './score-list.ts';
import { type Answered, type Suggested, suggestionsOf } from './suggest.ts';
import { ancestorsOf, type Vocabulary } from './vocabulary.ts';

/** What the answers of the person are for photos of a range of ids. */
export type AnswersBetween = (from: number, to: number) => ReadonlyMap<number, Answered>;

/**
 * Suggestions of a whole library in memory. `found` is what each concept by itself finds probable, down to well below
 * the threshold; `open` follows from that: what is suggested once wider concepts, exclusions and the person's answers
 * had their say, for each photo as {@link suggestionsOf} does it for one.
 */
export function createSuggestionBook() {
  const found = new Map<string, ScoreList>();
  const open = new Map<string, ScoreList>();

  return {
    found: (conceptId: string): ScoreList => found.get(conceptId) ?? noScores,
    open: (conceptId: string): ScoreList => open.get(conceptId) ?? noScores,
    openConcepts: (): { conceptId: string; photoCount: number }[] =>
      [...open].flatMap(([conceptId, { count }]) => (count > 0 ? [{ conceptId, photoCount: count }] : [])),
    openCount: (): number => [...open.values()].reduce((sum, { count }) => sum + count, 0),
    foundConcepts: (): string[] => [...found.keys()],
    setFound(conceptId: string, list: ScoreList): void {
      if (list.count === 0) found.delete(conceptId);
      else found.set(conceptId, list);
    },
    /**
     * Puts one photo's probabilities in place of those it had.
     * @param chances bytes, by concept
     * @returns concepts whose lists are others now
     */
    setPhoto(photoId: number, chances: ReadonlyMap<string, number>): string[] {
      const changed: string[] = [];
      for (const conceptId of new Set([...found.keys(), ...chances.keys()])) {
        const chance = chances.get(conceptId);
        if (chance === chanceIn(found.get(conceptId) ?? noScores, photoId)) continue;
        changed.push(conceptId);
        const by = chance === undefined ? noScores : scoreListOf([{ id: photoId, chance }]);
        const list = withRange(found.get(conceptId) ?? noScores, photoId, photoId, by);
        if (list.count === 0) found.delete(conceptId);
        else found.set(conceptId, list);
      }
      return changed;
    },
    /** Probabilities of a photo, as far as they are worth keeping: wider concepts as probable as what they hold. */
    probabilitiesOf(photoId: number, vocabulary: Pick<Vocabulary, 'byId'>): Map<string, number> {
      return raised(own(photoId, photoId).get(photoId) ?? noChances, vocabulary);
    },
    /** Makes `open` follow from `found` for the photos of a range of ids: 512 of them take about a millisecond. */
    resolve(
      from: number,
      to: number,
      by: { vocabulary: Pick<Vocabulary, 'byId'>; answers: AnswersBetween; thresholdOf: (conceptId: string) => number },
    ): void {
      const answers = by.answers(from, to);
      const fresh = new Map<string, { id: number; chance: number }[]>();
      for (const [id, chances] of own(from, to)) {
        const suggested = suggestionsOf(raised(chances, by.vocabulary), by.vocabulary, answers.get(id) ?? unanswered, by.thresholdOf); // prettier-ignore
        for (const { conceptId, probability } of suggested) {
          const list = fresh.get(conceptId) ?? [];
          list.push({ id, chance: Math.round(probability * 255) });
          fresh.set(conceptId, list);
        }
      }
      for (const conceptId of new Set([...open.keys(), ...fresh.keys()])) {
        const list = withRange(open.get(conceptId) ?? noScores, from, to, scoreListOf(fresh.get(conceptId) ?? []));
        if (list.count === 0) open.delete(conceptId);
        else open.set(conceptId, list);
      }
    },
    /** Open suggestions of a photo. */
    openFor: (photoId: number): Suggested[] =>
      [...open].flatMap(([conceptId, list]) => {
        const chance = chanceIn(list, photoId);
        return chance === undefined ? [] : [{ conceptId, probability: probabilityOf(chance) }];
      }),
  };

  /** What the concepts by themselves say of each photo of a range. */
  function own(from: number, to: number): Map<number, Map<string, number>> {
    const photos = new Map<number, Map<string, number>>();
    for (const [conceptId, list] of found)
      for (let at = placeOf(list, from); at < list.count; at++) {
        const id = list.ids[at] ?? 0;
        if (id > to) break;
        let chances = photos.get(id);
        if (chances === undefined) photos.set(id, (chances = new Map<string, number>()));
        chances.set(conceptId, probabilityOf(list.chances[at] ?? 0));
      }
    return photos;
  }
}
export type SuggestionBook = ReturnType<typeof createSuggestionBook>;

const noChances: ReadonlyMap<string, number> = new Map();
const unanswered: Answered = { confirmed: new Set(), rejected: new Set() };

function raised(chances: ReadonlyMap<string, number>, vocabulary: Pick<Vocabulary, 'byId'>): Map<string, number> {
  const all = new Map(chances);
  for (const [conceptId, probability] of chances) {
    const concept = vocabulary.byId.get(conceptId);
    if (concept === undefined) continue;
    for (const { id } of ancestorsOf(concept, vocabulary))
      if ((all.get(id) ?? 0) < probability) all.set(id, probability);
  }
  return all;
}
