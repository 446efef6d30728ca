import type { Chip, Span } from '../../preload/contract/query.ts';
import type { Region } from '../../preload/contract/region.ts';

/** A photo, a part of one, or a picture from outside the library, as it stands in the text of a question. */
export type Example =
  | {
      readonly is: 'photo';
      readonly term: string;
      readonly photoId: number;
      readonly region: Region | undefined;
      /** Of a film: what it shows then. */
      readonly atMs: number | undefined;
    }
  | { readonly is: 'picture'; readonly term: string; readonly pictureId: number };

/** What the person said of a photo in an answer: "more like this" (plus), "not this" (minus). */
export interface Like {
  readonly photoId: number;
  readonly sign: 'plus' | 'minus';
}

/** The text of a question, parted into the examples, what was said of photos, and what stands in the text field. */
export interface QueryText {
  readonly examples: readonly Example[];
  readonly likes: readonly Like[];
  readonly words: string;
}

/** Photos and pictures are shown as pictures; everything else stays as it was typed. */
export function partedText(text: string): QueryText {
  const examples: Example[] = [];
  const likes: Like[] = [];
  const words = text
    .replace(exampleAnywhere, (whole, lead: string, term: string) => {
      const example = exampleOf(term);
      if (!example) return whole;
      examples.push(example);
      return lead;
    })
    .replace(likeAnywhere, (_whole, lead: string, minus: string, digits: string) => {
      likes.push({ photoId: Number(digits), sign: minus === '' ? 'plus' : 'minus' });
      return lead;
    });
  const isParted = examples.length + likes.length > 0;
  return { examples, likes, words: isParted ? words.replaceAll(/\s{2,}/gu, ' ').trim() : text };
}

/** The whole text of a question: examples first, what was said of photos last. */
export function joinedText({ examples, likes, words }: QueryText): string {
  const said = likes.map(({ photoId, sign }) => `${sign === 'minus' ? '-' : ''}like:${photoId}`);
  return [...examples.map((example) => example.term), words.trim(), ...said].filter((part) => part !== '').join(' ');
}

/** The same said again takes it back; the opposite takes its place. */
export function withLike(likes: readonly Like[], { photoId, sign }: Like): readonly Like[] {
  const before = likes.find((one) => one.photoId === photoId);
  const others = likes.filter((one) => one !== before);
  return before?.sign === sign ? others : [...others, { photoId, sign }];
}

/** @param atMs of a film: what it shows then is meant */
export function photoExample(photoId: number, region?: Region, atMs?: number): Example {
  const sides = region ? [region.x, region.y, region.w, region.h].map((part) => Number(part.toFixed(4))) : [];
  const at = [...(atMs === undefined ? [] : [`${atMs / 1_000}s`]), ...sides].join(',');
  return { is: 'photo', term: `photo:${photoId}${at === '' ? '' : `@${at}`}`, photoId, region, atMs };
}

export function pictureExample(pictureId: number): Example {
  return { is: 'picture', term: `picture:${pictureId}`, pictureId };
}

/** Whether words are still about what they were about before: more or fewer of them, or some that are the same. */
export function isSameMatter(before: string, now: string): boolean {
  const [one, other] = [before.trim().toLowerCase(), now.trim().toLowerCase()];
  if (one === '' || other === '') return one === other;
  if (one.startsWith(other) || other.startsWith(one)) return true;
  const words = (text: string) => text.match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu) ?? [];
  const known = new Set(words(one));
  return words(other).some((word) => known.has(word));
}

/** A filter as it is typed: `-camera:"Canon EOS 5D"`. One word needs no quotation marks. */
export function operatorText({ key, operand, sign }: Pick<Chip, 'key' | 'operand' | 'sign'>): string {
  const value = /^[^\s"“„«「『\\]+$/u.test(operand)
    ? operand
    : `"${operand.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `${sign === 'minus' ? '-' : ''}${key}:${value}`;
}

/**
 * The text with a part of it exchanged, or cut out where `insert` is empty. What only led to the part ("in", "from")
 * goes with it, as does the minus before it, which the part's own sign stands for.
 */
export function rewritten(text: string, span: Span, insert: string): string {
  const before = text.slice(0, span.start).replace(leadIn, '').trimEnd();
  const after = text.slice(span.end).trimStart();
  return [before, insert, after].filter((part) => part !== '').join(' ');
}

/**
 * Where a chip stands in a text that is not (any more) the one it was read from.
 * @returns undefined when its words are gone
 */
export function foundAgain(text: string, words: string): Span | undefined {
  const start = words === '' ? -1 : text.indexOf(words);
  return start < 0 ? undefined : { start, end: start + words.length };
}

/** Composed, as the library reads it: spans count in this. */
export function composed(text: string): string {
  return text.normalize('NFC');
}

const number = String.raw`[\d.]+(?:e-?\d+)?`;
const time = String.raw`\d{1,6}(?:\.\d{1,3})?s`;
const exampleAnywhere = new RegExp(
  String.raw`(^|\s)((?:photo|picture):\d{1,15}(?:@(?:${time}|(?:${time},)?${number},${number},${number},${number}))?)(?=\s|$)`,
  'gu',
);
const likeAnywhere = /(^|\s)(-?)like:([1-9]\d{0,14})(?=\s|$)/gu;
const parts = new RegExp(
  `^(photo|picture):(\\d+)(?:@(?:(${time})|(?:(${time}),)?(${number}),(${number}),(${number}),(${number})))?$`,
  'u',
);

// Small words before a date or a place, in the languages that write them as words of their own.
const leadIn =
  /(?:(?:^|\s)(?:taken (?:in|on|at|with|by)|shot (?:in|on|with)|not (?:in|from)|in|on|at|from|of|since|with|the|im|in der|in den|in|am|aus|vom|von|mit|en|de|du|des|del|au|aux|à|a|el|la|em|da|do|dal|nel|van|uit|met|с|со|в|из|на)\s*)?(?:(?:^|\s)[-−])?$/iu;

function exampleOf(term: string): Example | undefined {
  const [, kind, digits, alone, before, x, y, w, h] = parts.exec(term) ?? [];
  const id = Number(digits);
  if (!(id > 0)) return undefined;
  if (kind === 'picture') return term.includes('@') ? undefined : { is: 'picture', term, pictureId: id };
  const region = x === undefined ? undefined : { x: Number(x), y: Number(y), w: Number(w), h: Number(h) };
  const seconds = alone ?? before;
  const atMs = seconds === undefined ? undefined : Math.round(Number.parseFloat(seconds) * 1_000);
  return { is: 'photo', term, photoId: id, region, atMs };
}
