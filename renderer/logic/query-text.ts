import type { Chip, Region, Span } from '../../preload/contract/query.ts';

/** A photo, a part of one, or a picture from outside the library, as it stands in the text of a question. */
export type Example =
  | { readonly is: 'photo'; readonly term: string; readonly photoId: number; readonly region: Region | undefined }
  | { readonly is: 'picture'; readonly term: string; readonly pictureId: number };

/** The text of a question, parted into the examples and what stands in the text field. */
export interface QueryText {
  readonly examples: readonly Example[];
  readonly words: string;
}

/** Photos and pictures are shown as pictures; everything else stays as it was typed. */
export function partedText(text: string): QueryText {
  const examples: Example[] = [];
  const words = text.replace(exampleAnywhere, (whole, lead: string, term: string) => {
    const example = exampleOf(term);
    if (!example) return whole;
    examples.push(example);
    return lead;
  });
  return { examples, words: examples.length > 0 ? words.replaceAll(/\s{2,}/gu, ' ').trim() : text };
}

/** The whole text of a question: examples first. */
export function joinedText({ examples, words }: QueryText): string {
  return [...examples.map((example) => example.term), words.trim()].filter((part) => part !== '').join(' ');
}

export function photoExample(photoId: number, region?: Region): Example {
  const at = region && [region.x, region.y, region.w, region.h].map((part) => Number(part.toFixed(4))).join(',');
  return { is: 'photo', term: `photo:${photoId}${at === undefined ? '' : `@${at}`}`, photoId, region };
}

export function pictureExample(pictureId: number): Example {
  return { is: 'picture', term: `picture:${pictureId}`, pictureId };
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
const exampleAnywhere = new RegExp(
  String.raw`(^|\s)((?:photo|picture):\d{1,15}(?:@${number},${number},${number},${number})?)(?=\s|$)`,
  'gu',
);
const parts = new RegExp(`^(photo|picture):(\\d+)(?:@(${number}),(${number}),(${number}),(${number}))?$`, 'u');

// Small words before a date or a place, in the languages that write them as words of their own.
const leadIn =
  /(?:(?:^|\s)(?:taken (?:in|on|at|with|by)|shot (?:in|on|with)|not (?:in|from)|in|on|at|from|of|since|with|the|im|in der|in den|in|am|aus|vom|von|mit|en|de|du|des|del|au|aux|à|a|el|la|em|da|do|dal|nel|van|uit|met|с|со|в|из|на)\s*)?(?:(?:^|\s)[-−])?$/iu;

function exampleOf(term: string): Example | undefined {
  const [, kind, digits, x, y, w, h] = parts.exec(term) ?? [];
  const id = Number(digits);
  if (!(id > 0)) return undefined;
  if (kind === 'picture') return x === undefined ? { is: 'picture', term, pictureId: id } : undefined;
  const region = x === undefined ? undefined : { x: Number(x), y: Number(y), w: Number(w), h: Number(h) };
  return { is: 'photo', term, photoId: id, region };
}
