/** @file Runs in the searcher process; pure, so it runs anywhere. */
import type { Chip, Query, Span, Term } from '../../preload/contract/query.ts';
import { takeClaims } from './parse/claims.ts';
import type { ParseContext } from './parse/context.ts';
import { fillersIn } from './parse/fillers.ts';
import { isOnlyPhotos } from './parse/leftovers.ts';
import { foldSame } from './parse/fold.ts';
import { guessLanguages } from './parse/language.ts';
import { type Part, readOperators } from './parse/operators.ts';
import { problemOf } from './parse/problems.ts';
import { quote, quoteWhereNeeded } from './parse/quote.ts';
import { readTerms } from './parse/terms.ts';
import { partName } from './part-term.ts';

export const longestText = 10_000;
const mostFilters = 64;

/**
 * Reads a sentence: first what its writing tells (quotes, `key:value`, `-word`), then the words that filters take
 * (dates, places, cameras), and the rest is meaning. Never throws, whatever the text: what was not understood is in
 * `problems`. Some 0.3 ms for a usual sentence, once {@link warmUp} has run.
 */
export function parse(text: string, context: ParseContext): Query {
  const source = cleaned(text);
  const { parts, problems } = readOperators(source, context);
  if (text.length > longestText) problems.unshift(problemOf('too-long', ''));
  const blanked = blank(source, parts);
  const folded = foldSame(blanked);
  const languages = guessLanguages(folded, context.languages);
  const keptAsWords = [...(context.keptAsWords ?? [])];
  const taken = takeClaims({ text: blanked, folded, languages, context }, keptAsWords);

  const filters: Chip[] = [
    ...parts.flatMap((part) => (part.is === 'filter' ? [chipOf(part, source)] : [])),
    ...taken.map(({ filter, value, start, end, sign }): Chip => ({
      key: filter.key,
      value,
      text: source.slice(start, end),
      operand: filter.format(value),
      sign,
      origin: 'sentence',
      span: { start, end },
    })),
  ].slice(0, mostFilters);

  const rest = blank(
    blanked,
    taken.map(({ outerStart, outerEnd }) => ({ start: outerStart, end: outerEnd })),
  );
  const fillers = fillersIn(rest, keptAsWords.map(foldSame));
  const terms = readTerms(blank(rest, fillers), parts, languages);
  const meant = filters.length > 0 ? terms.filter((term) => !isOnlyPhotos(term, languages)) : terms;
  return {
    source,
    terms: meant,
    filters,
    likes: parts
      .flatMap((part) => (part.is === 'like' ? [{ photoId: part.photoId, sign: part.sign }] : []))
      .slice(0, 64),
    exact: exactOf(meant),
    fillers: fillers.map((span) => ({ text: source.slice(span.start, span.end), span })),
    keptAsWords,
    problems: problems.slice(0, 32),
  };
}

/** The same in the syntax of operators: `parse` makes the same terms and filters of it, in any language and year. */
export function formatQuery(query: Pick<Query, 'terms' | 'filters' | 'likes'>): string {
  const likes = query.likes.map(({ photoId, sign }) => `${sign === 'minus' ? '-' : ''}like:${photoId}`);
  return [...query.terms.map(formatTerm), ...query.filters.map(formatChip), ...likes].join(' ');
}

/**
 * Makes the regular expressions of all languages, 0.3-0.8 s, one language at a step: run it once, before the first
 * question, with room for others between the steps.
 */
export function* warmUp(context: ParseContext): Generator<void> {
  for (const sentence of [
    'photos from last summer without people',
    'Fotos vom Sommer',
    'été dernier',
    'el verano pasado',
    'o verão passado',
    "l'estate scorsa",
    'vorige zomer',
    'прошлым летом',
    '去年夏天',
    '去年の夏',
    '작년 여름',
  ]) {
    parse(sentence, context);
    yield;
  }
}

/** Composed, control characters become spaces, and not too long; a cut never leaves half of a character. */
function cleaned(text: string): string {
  return text
    .slice(0, longestText)
    .normalize('NFC')
    .slice(0, longestText)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/\p{Cs}/gu, ' ');
}

function blank(text: string, spans: readonly Span[]): string {
  let blanked = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    blanked += text.slice(at, Math.max(at, start)) + ' '.repeat(end - Math.max(at, start));
    at = end;
  }
  return blanked + text.slice(at);
}

function chipOf(part: Extract<Part, { is: 'filter' }>, source: string): Chip {
  return {
    key: part.filter.key,
    value: part.value,
    text: source.slice(part.start, part.end),
    operand: part.filter.format(part.value),
    sign: part.sign,
    origin: 'operator',
    span: { start: part.start, end: part.end },
  };
}

function exactOf(terms: readonly Term[]): string {
  return terms.flatMap((term) => (term.is === 'words' && term.sign === 'plus' ? [term.words] : [])).join(' ');
}

function formatTerm(term: Term): string {
  const lead = `${term.sign === 'minus' ? '-' : ''}${term.weight === 1 ? '' : `${term.weight}*`}`;
  if (term.is === 'words') return `${lead}${quote(term.words)}`;
  if (term.is === 'picture') return `${lead}picture:${term.pictureId}`;
  return lead + (term.is === 'region' ? partName(term) : `photo:${term.photoId}`);
}

function formatChip({ key, operand, sign }: Chip): string {
  return `${sign === 'minus' ? '-' : ''}${key}:${quoteWhereNeeded(operand)}`;
}
