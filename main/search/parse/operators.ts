import type { Problem, Term } from '../../../preload/contract/query.ts';
import type { Filter, JsonValue } from '../filters/filter.ts';
import { filterByName } from '../filters/index.ts';
import { partSource, readPart } from '../part-term.ts';
import type { ParseContext } from './context.ts';
import { foldSame } from './fold.ts';
import { problemOf } from './problems.ts';

type Sign = 'plus' | 'minus';

/** A part of the text whose meaning its writing alone tells. */
export type Part = { readonly start: number; readonly end: number } & (
  | { readonly is: 'quoted'; readonly words: string; readonly sign: Sign; readonly weight: number }
  | { readonly is: 'term'; readonly term: Term }
  | { readonly is: 'like'; readonly photoId: number; readonly sign: Sign }
  | {
      readonly is: 'filter';
      readonly filter: Filter;
      readonly value: JsonValue;
      readonly sign: Sign;
      readonly text: string;
    }
  /** Read and of no use: goes out of the text, its problem is said. */
  | { readonly is: 'dropped' }
);

const closers: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“”', '«': '»', '「': '」', '『': '』' };
const lead = /(-|−|－|\+|(?:NOT\s{1,3}))?(?:(\d{1,3}(?:\.\d{1,20})?)\s?[*×]\s?)?/uy;
const key = /([\p{L}][\p{L}\p{N}\p{M}_-]{0,23}):/uy;
const photo = new RegExp(String.raw`(photo|picture|like):(\d{1,15})(?:@(${partSource}))?(?=\s|$)`, 'uy');

/** Reads quoted phrases, `photo:12`, `like:12` and `key:value`, wherever a word may begin. */
export function readOperators(text: string, context: ParseContext): { parts: Part[]; problems: Problem[] } {
  const folded = foldSame(text);
  const parts: Part[] = [];
  const problems: Problem[] = [];
  // Quotes are looked for at every opening one: what has no end is not looked for twice.
  const endless = new Set<string>();
  // Reading an operand takes some 0.1 ms; a text of a thousand operators is not a question.
  let triesLeft = 64;
  let at = 0;
  while (at < text.length && parts.length < 256 && triesLeft > 0) {
    if (!isWordStart(text, at)) {
      at++;
      continue;
    }
    const head = matchAt(lead, text, at);
    const from = at + (head?.[0].length ?? 0);
    const sign: Sign = head?.[1] !== undefined && head[1] !== '+' ? 'minus' : 'plus';
    const weight = clampWeight(head?.[2]);
    const part = quoted(from) ?? photoTerm(from) ?? filterPart(from);
    if (part === undefined) {
      at++;
      continue;
    }
    parts.push(part);
    at = part.end;

    function quoted(start: number): Part | undefined {
      const closer = closers[text[start] ?? ''];
      if (closer === undefined || endless.has(closer)) return undefined;
      const read = quotedAt(text, start, closer);
      if (read === undefined) {
        endless.add(closer);
        problems.push(problemOf('unbalanced-quote', text.slice(start + 1, start + 41).trim()));
        return { is: 'dropped', start, end: start + 1 };
      }
      const words = read.content.replaceAll(/\s+/gu, ' ').trim();
      return words === ''
        ? { is: 'dropped', start: at, end: read.end }
        : { is: 'quoted', start: at, end: read.end, words, sign, weight };
    }

    function photoTerm(start: number): Part | undefined {
      const match = matchAt(photo, folded, start);
      if (!match) return undefined;
      const end = start + match[0].length;
      if (match[1] === 'like' && Number(match[2]) > 0 && match[3] === undefined)
        return { is: 'like', start: at, end, photoId: Number(match[2]), sign };
      const term = exampleOf(match, sign, weight);
      if (term) return { is: 'term', start: at, end, term };
      problems.push(problemOf('bad-value', match[0]));
      return { is: 'dropped', start: at, end };
    }

    function filterPart(start: number): Part | undefined {
      const match = matchAt(key, folded, start);
      if (!match) return undefined;
      const name = match[1] ?? '';
      const valueAt = start + match[0].length;
      if (name.length < 2) return undefined;
      const filter = filterByName(text.slice(start, valueAt - 1).toLowerCase()) ?? filterByName(name);
      if (!filter) {
        // http://, 12:30 and "note:" before a space are no filters, and nobody meant one.
        if (/^[^\s\d:/\\]/u.test(text.slice(valueAt, valueAt + 1)))
          problems.push(problemOf('unknown-filter', text.slice(start, valueAt - 1)));
        return undefined;
      }
      const operand = operandAt(filter, valueAt);
      const whole = text.slice(start, operand.end);
      if (operand.read === undefined) {
        if (operand.text !== '')
          problems.push(
            problemOf(
              filter.key === 'place' ? 'unknown-place' : 'bad-value',
              filter.key === 'place' ? operand.text : whole,
            ),
          );
        return { is: 'dropped', start: at, end: operand.end };
      }
      if (operand.read.isUnknown === true) problems.push(problemOf('not-in-library', whole));
      return { is: 'filter', start: at, end: operand.end, filter, value: operand.read.value, sign, text: whole };
    }
  }
  return { parts, problems };

  /** One word, a quoted one, or the fewest words that can be read: `date:last summer`. */
  function operandAt(filter: Filter, valueAt: number) {
    const start = valueAt + (/^\s{1,3}(?=\S)/u.exec(text.slice(valueAt, valueAt + 4))?.[0].length ?? 0);
    const closer = closers[text[start] ?? ''];
    const quote = closer === undefined ? undefined : quotedAt(text, start, closer);
    if (quote)
      return {
        text: quote.content.trim(),
        end: quote.end,
        read: quote.content.trim() === '' ? undefined : filter.parse(quote.content, context),
      };
    const words =
      /^\S{1,300}(?:\s{1,3}\S{1,60}){0,3}/u.exec(text.slice(start, start + 500))?.[0].match(/\s*\S+/gu) ?? [];
    let tried = '';
    let fallback: { text: string; end: number; read: ReturnType<Filter['parse']> } | undefined;
    for (const word of words) {
      tried += word;
      // The next operator is not a part of this value.
      if (tried !== word && /^\s*(?:[-+"“]|[\p{L}-]{2,24}:)/u.test(word)) break;
      if (triesLeft-- <= 0) break;
      const read = filter.parse(tried, context);
      const option = { text: tried, end: start + tried.length, read };
      if (read && read.isUnknown !== true) return option;
      if (!fallback || (!fallback.read && read)) fallback = option;
    }
    return fallback ?? { text: '', end: start, read: undefined };
  }
}

/** `photo:12`, a part of it as {@link partSource} has it, and `picture:3`, one dropped on the window. */
function exampleOf(match: RegExpExecArray, sign: Sign, weight: number): Term | undefined {
  const id = Number(match[2]);
  if (id === 0 || match[1] === 'like') return undefined;
  if (match[3] === undefined)
    return match[1] === 'photo'
      ? { is: 'photo', photoId: id, sign, weight }
      : { is: 'picture', pictureId: id, sign, weight };
  const part = readPart(match.slice(4, 10));
  return part && match[1] === 'photo' ? { is: 'region', photoId: id, ...part, sign, weight } : undefined;
}

function isWordStart(text: string, at: number): boolean {
  if (/\s/u.test(text[at] ?? ' ')) return false;
  return at === 0 || /[\s(（[，、]/u.test(text[at - 1] ?? ' ') || closingQuotes.has(text[at - 1] ?? '');
}

const closingQuotes = new Set(['"', '”', '»', '」', '』']);

/** The content of a quoted part; `\"` and `\\` stand for themselves. */
function quotedAt(text: string, start: number, closer: string): { content: string; end: number } | undefined {
  let content = '';
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\' && (text[i + 1] === '\\' || closer.includes(text[i + 1] ?? ' '))) {
      content += text[i + 1] ?? '';
      i++;
    } else if (closer.includes(char)) return { content, end: i + 1 };
    else content += char;
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Weights are 0.01 to 100. */
export function clampWeight(digits: string | undefined): number {
  if (digits === undefined) return 1;
  return Math.min(100, Math.max(0.01, Number(digits)));
}
