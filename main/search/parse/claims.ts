import type { Filter, JsonValue, Sentence } from '../filters/filter.ts';
import { filters } from '../filters/index.ts';
import { foldSame } from './fold.ts';
import { wordLists } from './words/index.ts';
import type { LanguageCode } from './words/word-list.ts';

export interface Taken {
  readonly filter: Filter;
  readonly value: JsonValue;
  /** The words themselves: what goes back to the meaning when the chip is given up. */
  readonly start: number;
  readonly end: number;
  /** With the small words around them, which go too: "in", "from". */
  readonly outerStart: number;
  readonly outerEnd: number;
  readonly sign: 'plus' | 'minus';
}

/** A sentence longer than this is a text: filters are read from its beginning only, and time stays bounded. */
const longestRead = 1000;

/** The words of a sentence that filters take, in order, not overlapping: longer ones first. */
export function takeClaims(sentence: Sentence, keptAsWords: readonly string[]): Taken[] {
  const short: Sentence = {
    ...sentence,
    text: sentence.text.slice(0, longestRead),
    folded: sentence.folded.slice(0, longestRead),
  };
  const kept = keptSpans(short.folded, keptAsWords);
  const claims = filters
    .flatMap((filter, order) => filter.read(short).map((claim) => ({ ...claim, filter, order })))
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.order - b.order || a.start - b.start);
  const taken: Taken[] = [];
  for (const { start, end, value, filter } of claims) {
    if (kept.some((span) => start < span.end && span.start < end)) continue;
    if (taken.some((other) => start < other.end && other.start < end)) continue;
    // As the operator would say it: what is read from words and what is read from `key:value` are the same.
    const canonical = filter.parse(filter.format(value), sentence.context);
    if (!canonical) continue;
    taken.push({ filter, value: canonical.value, start, end, ...surroundings(short, start, end) });
  }
  return taken.sort((a, b) => a.start - b.start);
}

function keptSpans(folded: string, keptAsWords: readonly string[]): { start: number; end: number }[] {
  return keptAsWords.flatMap((words) => {
    const wanted = foldSame(words.normalize('NFC').trim());
    const spans: { start: number; end: number }[] = [];
    if (wanted === '') return spans;
    for (let at = folded.indexOf(wanted); at >= 0 && spans.length < 50; at = folded.indexOf(wanted, at + wanted.length))
      spans.push({ start: at, end: at + wanted.length });
    return spans;
  });
}

interface Edges {
  readonly leadIn: RegExp;
  readonly minus: RegExp | undefined;
}

const edgesByLanguages = new Map<string, Edges>();

/** "photos from last christmas": "from" served the date. "not in 2019", "-2019": the chip is turned round. */
function surroundings({ folded, languages }: Sentence, start: number, end: number) {
  const { leadIn, minus } = edgesOf(languages);
  let outerStart = start;
  for (let i = 0; i < 4; i++) {
    const match = leadIn.exec(folded.slice(Math.max(0, outerStart - 24), outerStart));
    if (!match || match[0].length === 0) break;
    outerStart -= match[0].trimStart().length;
  }
  const before = folded.slice(Math.max(0, outerStart - 24), outerStart);
  const word = minus?.exec(before);
  const hyphen = /(?:^|\s)[-−－]$/u.test(folded.slice(Math.max(0, start - 2), start));
  const sign: 'plus' | 'minus' = word || (hyphen && outerStart === start) ? 'minus' : 'plus';
  if (word) outerStart -= word[0].trimStart().length;
  else if (sign === 'minus') outerStart -= 1;
  const tail =
    /^(?:\s?(?:拍的|拍摄的|拍摄|で?撮った|で?撮影した|での|里的|中的|里|에서\s?찍은|에서\s?촬영한)|的|の|に|で|에서|의|에|の?写真(?=$))/u.exec(
      folded.slice(end, end + 8),
    );
  // "videos of the dog": with "videos" goes "of".
  const of = /^\s*$/u.test(folded.slice(0, outerStart))
    ? /^\s{1,3}(?:of|von|vom|de|des|du|del|di|do|da|van)(?=\s)/u.exec(folded.slice(end, end + 8))
    : null;
  return { outerStart, outerEnd: end + (tail ?? of ?? [''])[0].length, sign };
}

function edgesOf(languages: readonly LanguageCode[]): Edges {
  const likely = languages.slice(0, 2);
  const key = likely.join();
  const known = edgesByLanguages.get(key);
  if (known) return known;
  const leadIns = likely.flatMap((code) => wordLists[code].leadIns);
  const isEast = likely.some((code) => code === 'zh' || code === 'ja' || code === 'ko');
  const without = likely.flatMap((code) => wordLists[code].without);
  const edges: Edges = {
    leadIn: isEast
      ? /(?:在|于|从|我的|拍摄于|拍于|\s)$/u
      : new RegExp(`(?:^|[^\\p{L}\\p{N}])(?:${join(leadIns)})(?:(?<=['’])|\\s{1,3})$`, 'u'),
    minus: isEast
      ? /(?:不是|不要|不在|没有|除了)$/u
      : without.length > 0
        ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${join(without.filter((word) => !word.includes('(?=')))})\\s{1,3}$`, 'u')
        : undefined,
  };
  edgesByLanguages.set(key, edges);
  return edges;
}

function join(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(foldSame)
    .join('|')
    .replaceAll(' ', '\\s{1,3}');
}
