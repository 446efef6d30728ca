import type { LanguageCode } from '../parse/words/word-list.ts';
import type { Claim, Sentence } from './filter.ts';
import { afterCue, cuePattern, type Run, wordRuns } from './phrases.ts';
import { hasPhotosIn, type PlaceValue, placesMeant, resolvePlace, valueOf } from './place-names.ts';

const cues = { in: cuePattern('inPlace'), near: cuePattern('nearPlace') };

/**
 * Places in a sentence, where the library has photos there: "in Lisbon", "à Paris", "在日本". Without such photos the
 * word means what is in the picture. A name alone is a place only when it is written with a capital, not first in the
 * sentence unless it is a big one, and is no ordinary word.
 */
export function readPlaces(sentence: Sentence, how: 'in' | 'near'): Claim<PlaceValue>[] {
  const { gazetteer, photoPlaces } = sentence.context;
  if (!gazetteer || !photoPlaces || photoPlaces.countries.size === 0) return [];
  const known = new Map<string, PlaceValue | undefined>();
  const placeOf = (name: string): PlaceValue | undefined => {
    if (!known.has(name)) known.set(name, lookUp(name));
    return known.get(name);
  };
  const lookUp = (name: string): PlaceValue | undefined => {
    if (name.length < 2 || /^\d/.test(name)) return undefined;
    const best = placesMeant(name, sentence.context)[0];
    if (!best) return undefined;
    const value = valueOf(best, gazetteer);
    return hasPhotosIn(value, sentence.context) ? value : undefined;
  };

  const claims: Claim<PlaceValue>[] = [];
  for (const run of afterCue(sentence, cues[how](sentence.languages), 4)) {
    const value = isPlaceLike(run, sentence) ? placeOf(run.text) : undefined;
    if (value) claims.push({ ...qualified(sentence, run, value), start: how === 'near' ? run.cueStart : run.start });
  }
  if (how === 'near') return [...claims, ...eastAsianNear(sentence, placeOf)];
  if (claims.length === 0) {
    for (const run of wordRuns(sentence, 4)) {
      if (!isBarePlace(run, sentence.languages)) continue;
      const value = placeOf(run.text);
      // The first word of a sentence has its capital anyway.
      if (value && (run.start > 0 || isBig(value))) claims.push(qualified(sentence, run, value));
    }
  }
  return [...claims, ...eastAsianIn(sentence, placeOf)];
}

/** "Paris, Texas": what comes after the comma tells which. */
function qualified({ text, folded, context }: Sentence, run: Run, value: PlaceValue): Claim<PlaceValue> {
  const comma = /^\s?,\s?(?=[\p{L}])/u.exec(folded.slice(run.end, run.end + 4));
  if (comma) {
    const from = run.end + comma[0].length;
    const end = from + 60;
    for (const more of wordRuns({ text: text.slice(0, end), folded: folded.slice(0, end) }, 3, from)) {
      const exact = more.start === from ? resolvePlace(`${run.text}, ${more.text}`, context) : undefined;
      if (exact && hasPhotosIn(exact, context)) return { start: run.start, end: more.end, value: exact };
    }
  }
  return { start: run.start, end: run.end, value };
}

/** A town of 100,000 reaches 4.7 km. */
function isBig(value: PlaceValue): boolean {
  return value.is !== 'city' || value.km >= 4.6;
}

/** "in the mood", "in love", "at work": lower case is a place only for those who write everything so and mean a big one. */
function isPlaceLike(run: Run, sentence: Sentence): boolean {
  if (/\p{Lu}/u.test(run.text) || !/\p{Script=Latin}|\p{Script=Cyrillic}/u.test(run.text)) return true;
  return !ordinary.has(run.text.toLowerCase()) && sentence.text === sentence.text.toLowerCase();
}

// Towns that are called like things people photograph. They need "in" and a capital.
const ordinary = new Set(
  'nice split bath reading mobile orange turkey china jordan chad georgia essen halle singen baden worms hagen kiel regen wien sale bar of most male man men love work home bed garden school nature summer winter spring autumn park snow rain sun sea beach mountain forest city town village bloom batman hell eye obama independence liberty hope paradise normal boring surprise wedding march may august augusta charlotte victoria florence sydney chelsea paris madison jackson austin lincoln washington rose ivy pearl sandy hook flower mound tree house cat dog moon star bird fish lake river road bridge church castle tower island valley spring hill kitchen street market light dark red blue green white black'.split(
    ' ',
  ),
);

function isBarePlace(run: Run, languages: readonly LanguageCode[]): boolean {
  // Germans write every noun with a capital.
  if (languages[0] === 'de' || ordinary.has(run.text.toLowerCase())) return false;
  return run.text.length >= 4 && run.text.split(/\s+/).every((word) => /^\p{Lu}\p{Ll}/u.test(word));
}

const name = '([\\p{Script=Han}\\p{Script=Katakana}ー・]{2,12}?)';
const hangulName = '([\\p{Script=Hangul}]{2,8}?)';
const eastAsian: readonly RegExp[] = [
  // 在日本, 在里斯本拍的, 去日本
  new RegExp(`(?:在|于|去|到)${name}(?=的|拍|，|,|\\s|旅|$)`, 'gu'),
  // 日本的樱花, 日本の桜, 東京で撮った
  new RegExp(`(?<![\\p{Script=Han}\\p{Script=Katakana}ー])${name}(?=的|の|で|にて|，|、|,|\\s|$)`, 'gu'),
  new RegExp(`(?<![\\p{Script=Hangul}])${hangulName}(?=에서|의|\\s|$)`, 'gu'),
];
const eastAsianAround: readonly RegExp[] = [
  new RegExp(`(?:在)?${name}(?:附近|周辺|の近く|近く)`, 'gu'),
  new RegExp(`${hangulName}\\s?근처`, 'gu'),
];

function eastAsianIn(sentence: Sentence, placeOf: (name: string) => PlaceValue | undefined): Claim<PlaceValue>[] {
  return claimsOf(eastAsian, sentence, placeOf, 'name');
}

function eastAsianNear(sentence: Sentence, placeOf: (name: string) => PlaceValue | undefined): Claim<PlaceValue>[] {
  return claimsOf(eastAsianAround, sentence, placeOf, 'all');
}

function claimsOf(
  patterns: readonly RegExp[],
  { text, folded }: Sentence,
  placeOf: (name: string) => PlaceValue | undefined,
  taken: 'name' | 'all',
): Claim<PlaceValue>[] {
  if (!/[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u.test(folded)) return [];
  const claims: Claim<PlaceValue>[] = [];
  for (const pattern of patterns) {
    for (const match of folded.matchAll(pattern)) {
      const inside = match[1] ?? '';
      const at = match.index + match[0].indexOf(inside);
      const value = placeOf(text.slice(at, at + inside.length));
      if (!value) continue;
      const tail = taken === 'all' ? match.index + match[0].length : at + inside.length;
      claims.push({ start: taken === 'all' ? match.index : at, end: tail, value });
    }
  }
  return claims;
}
