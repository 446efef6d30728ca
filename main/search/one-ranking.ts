import { createBitmap, type Bitmap } from './bitmap.ts';
import type { Ranked } from './rank.ts';

/** What the words of a question find in names, folders, captions, keywords and tags: photo ids, the best first. */
export interface WordMatches {
  /** Photos that the person said belong there: first of all. */
  readonly chosen: readonly number[];
  /** Photos that have every word. */
  readonly whole: readonly number[];
  /** Those that have every word if the last one is half typed. */
  readonly begun: readonly number[];
  /** Of photos that are likely by meaning, those that have some of the words. */
  some(photoIds: Uint32Array): readonly number[];
  /** Photos that have what is not wanted: last of all. */
  readonly unwanted: readonly number[];
}

/** An answer in parts: the first `sureCount` photos match, the next `likelyCount` may match, the others are nearest. */
export interface OneRanking extends Ranked {
  readonly sureCount: number;
  readonly likelyCount: number;
  /** Photos that have every word, or that the person chose: there is no doubt in them. */
  readonly certain: Bitmap | undefined;
  /** Photos that may match for a half-typed word alone: what they show says nothing for them. */
  readonly begun: Bitmap | undefined;
}

/**
 * Words on files and meaning as one ranking. [Note: One ranking]
 *
 * [Note: One ranking] A photo stands in the best part that either speaks for: with every word of the question in its
 * name, caption, tags or folder it matches; with the last one half typed it may match. Within a part, those with every
 * word come first; else the places in both lists are fused, 1 / (60 + place) each (reciprocal rank fusion, Cormack,
 * Clarke & Büttcher 2009). Some of the words only move a photo that is likely by what it shows: "red house.jpg" is no
 * red car.
 * @param list by meaning, the best first
 * @param cut how many of its first ones are sure, and how many after those likely; undefined where no cut was made
 */
export function oneRanking(
  list: Ranked,
  cut: { readonly sureCount: number; readonly likelyCount: number } | undefined,
  words: WordMatches,
): OneRanking {
  const sureEnd = cut?.sureCount ?? 0;
  const likelyEnd = sureEnd + (cut?.likelyCount ?? 0);
  const some = words.some(list.photoIds.subarray(0, likelyEnd));
  if (words.chosen.length + words.whole.length + words.begun.length + words.unwanted.length + some.length === 0)
    return { ...list, sureCount: sureEnd, likelyCount: likelyEnd - sureEnd, certain: undefined, begun: undefined };

  const unwanted = setOf(words.unwanted);
  const chosen = words.chosen.filter((id) => !unwanted.has(id));
  const isChosen = setOf(chosen);
  const whole = words.whole.filter((id) => !unwanted.has(id) && !isChosen.has(id));
  const certain = setOf([...chosen, ...whole]);
  const begun = words.begun.filter((id) => !unwanted.has(id) && !certain.has(id));
  const moved = setOf([...chosen, ...whole, ...begun, ...words.unwanted]);
  const places = placesIn(list, likelyEnd, moved);
  const text = new Map([...ranks(some, someWeight), ...ranks(begun, 1), ...ranks(whole, 1)]);
  const fused = (ids: readonly number[]): readonly number[] => {
    const score = (id: number) => (text.get(id) ?? 0) + 1 / (fusion + (places.get(id) ?? list.photoIds.length));
    return ids.map((id) => ({ id, score: score(id) })).sort((a, b) => b.score - a.score || a.id - b.id).map(({ id }) => id); // prettier-ignore
  };
  const unmoved = (from: number, to: number) => [...list.photoIds.subarray(from, to)].filter((id) => !moved.has(id));
  const isSure = (id: number) => (places.get(id) ?? Infinity) < sureEnd;
  const begunAlone = setOf(begun.filter((id) => (places.get(id) ?? Infinity) >= likelyEnd));
  const sure = fused([...unmoved(0, sureEnd), ...begun.filter(isSure)]);
  const likely = fused([...unmoved(sureEnd, likelyEnd), ...begun.filter((id) => !isSure(id))]);

  const most = list.photoIds.length + chosen.length + whole.length + begun.length;
  const ranked = {
    photoIds: new Uint32Array(most),
    scores: new Float32Array(most),
  };
  let length = 0;
  const put = (ids: Iterable<number>) => {
    for (const id of ids) {
      const place = places.get(id);
      ranked.photoIds[length] = id;
      // Without a vector yet: it is there for its words.
      ranked.scores[length++] = place === undefined ? NaN : (list.scores[place] ?? NaN);
    }
  };
  /** Places of the list as they stand, without `end`. */
  const putPlaces = (from: number, end: number) => {
    ranked.photoIds.set(list.photoIds.subarray(from, end), length);
    ranked.scores.set(list.scores.subarray(from, end), length);
    length += end - from;
  };
  put([...chosen, ...fused(whole), ...sure, ...likely]);
  let from = likelyEnd;
  for (const place of places.values())
    if (place >= likelyEnd) {
      putPlaces(from, place);
      from = place + 1;
    }
  putPlaces(from, list.photoIds.length);
  put(words.unwanted.filter((id) => places.has(id)));
  return {
    photoIds: ranked.photoIds.subarray(0, length),
    scores: ranked.scores.subarray(0, length),
    sureCount: chosen.length + whole.length + sure.length,
    likelyCount: likely.length,
    certain: certain.count > 0 ? certain : undefined,
    begun: begunAlone.count > 0 ? begunAlone : undefined,
  };
}

/** The constant of the paper: how much the first places stand out. */
const fusion = 60;
/** Some of the words say less than all of them. */
const someWeight = 0.3;

function ranks(ids: readonly number[], weight: number): (readonly [number, number])[] {
  return ids.map((id, at) => [id, weight / (fusion + at)] as const);
}

function setOf(ids: readonly number[]): Bitmap {
  return createBitmap(
    ids.reduce((most, id) => Math.max(most, id), 0),
    ids,
  );
}

/** Places of the first `end` photos of a list, and of those in a set; from the first place to the last. */
function placesIn(list: Ranked, end: number, moved: Bitmap): Map<number, number> {
  const places = new Map<number, number>();
  for (let place = 0; place < list.photoIds.length; place++) {
    const id = list.photoIds[place] ?? 0;
    if (place < end || moved.has(id)) places.set(id, place);
  }
  return places;
}
