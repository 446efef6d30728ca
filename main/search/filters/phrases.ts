import { foldSame } from '../parse/fold.ts';
import { wordLists } from '../parse/words/index.ts';
import type { LanguageCode } from '../parse/words/word-list.ts';
import type { Sentence } from './filter.ts';

export interface Run {
  readonly start: number;
  readonly end: number;
  /** As typed. */
  readonly text: string;
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.+/-]*/gu;

/** Every run of 1 to `most` words, longer ones first. Words end before sentence punctuation. */
export function wordRuns({ text, folded }: Pick<Sentence, 'text' | 'folded'>, most: number, from = 0): Run[] {
  const words = [...folded.slice(from).matchAll(wordPattern)].slice(0, 60).map((match) => ({
    start: from + match.index,
    end: from + match.index + match[0].replace(/[.'’/+-]+$/u, '').length,
  }));
  const runs: Run[] = [];
  for (let length = most; length >= 1; length--) {
    for (let i = 0; i + length <= words.length; i++) {
      const [first, last] = [words[i], words[i + length - 1]];
      if (!first || !last) continue;
      const between = folded.slice(first.start, last.end);
      if (/[,;:!?|*"\u0000]/u.test(between)) continue;
      runs.push({ start: first.start, end: last.end, text: text.slice(first.start, last.end) });
    }
  }
  return runs;
}

/** Runs that begin right after a cue ("taken with the ..."), longer ones first. */
export function afterCue(
  sentence: Sentence,
  cue: RegExp | undefined,
  most: number,
): (Run & { cueStart: number; cue: string })[] {
  if (!cue) return [];
  return [...sentence.folded.matchAll(cue)].slice(0, 20).flatMap((match) => {
    const from = match.index + match[0].length;
    return wordRuns(
      { text: sentence.text.slice(0, from + 80), folded: sentence.folded.slice(0, from + 80) },
      most,
      from,
    )
      .filter((run) => run.start === from)
      .map((run) => ({ ...run, cueStart: match.index, cue: match[0].trim() }));
  });
}

/** A pattern of a language's cue words with the space after them; made once a language pair. */
export function cuePattern(
  list: 'takenWith' | 'inPlace' | 'nearPlace',
): (languages: readonly LanguageCode[]) => RegExp | undefined {
  const made = new Map<string, RegExp | undefined>();
  return (languages) => {
    const likely = [...new Set<LanguageCode>([...languages.slice(0, 2), 'en'])];
    const key = likely.join();
    if (!made.has(key)) made.set(key, compile(likely.flatMap((code) => wordLists[code][list])));
    return made.get(key);
  };
}

function compile(sources: readonly string[]): RegExp | undefined {
  if (sources.length === 0) return undefined;
  const alternatives = [...sources]
    .sort((a, b) => b.length - a.length)
    .map(foldSame)
    .join('|')
    .replaceAll(' ', '\\s{1,3}');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?:(?<=['’])|\\s{1,3})`, 'gu');
}
