import { Command, InvalidArgumentError } from 'commander';
import type { Band, List } from '../../preload/contract/list.ts';
import { languagesOf } from '../util/languages.ts';
import { openReader, type Reader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';

interface Options extends CommonOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly sort: 'relevance' | 'date';
  readonly strictness: number;
}

export function searchCommand(): Command {
  return new Command('search')
    .description('find photos by words: the best first, ending where the matches end')
    .argument(
      '<words...>',
      'a sentence; also camera:, in:, date:, type:, rating:>=4, tag:, place:, is:, -word, 2*word + word',
    )
    .option('--limit <n>', 'how many to print', positive, 20)
    .option('--all', 'go on after the matches, to the end of the list')
    .option('--sort <order>', 'relevance or date', sortOrder, 'relevance')
    .option('--strictness <n>', 'where the matches end: -1 shows more, 1 less', strictness, 0)
    .action(async (words: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      using reader = openReader(options);
      using searcher = reader.searcher();
      // What is usual in this library must be known before it can be told where the matches end.
      await searcher.ready();
      const list = await searcher.ask({
        is: 'open',
        question: { text: words.join(' '), sort: options.sort, strictness: options.strictness },
        languages: languagesOf(process.env),
      });
      const shown = options.all === true ? list.count : shownCount(list);
      const limit = Math.min(options.limit, shown);
      const cards = limit === 0 ? [] : await searcher.ask({ is: 'page', listId: list.id, offset: 0, limit });
      const bands = bandsOf(list);
      const found = hitsOf(cards, reader).map((hit, at) => ({ ...hit, band: bands(at) }));
      const { count, exactCount, sections, query, unknownWords, tookMs } = list;
      say(options, { ok: true, count, exactCount, sections, query, unknownWords, tookMs, photos: found }, () =>
        textOf(list, found, shown),
      );
    });
}

function textOf(list: List, found: readonly (Hit & { band: Band })[], shown: number): string {
  const { query, unknownWords } = list;
  const lines: string[] = [];
  for (const chip of query?.filters ?? [])
    lines.push(`[${chip.sign === 'minus' ? '-' : ''}${chip.key}: ${chip.operand}]`);
  for (const problem of query?.problems ?? []) lines.push(problem.message);
  if (unknownWords.length > 0) lines.push(`Words that the model does not know: ${unknownWords.join(', ')}`);
  if (shown === 0) lines.push(`Nothing in your photos matches this. (--all shows what comes nearest)`);
  let band: Band | undefined;
  for (const hit of found) {
    if (hit.band !== band && hit.band !== 'all') lines.push(titles[hit.band]);
    band = hit.band;
    lines.push(lineOf(hit));
  }
  if (shown > found.length) lines.push(`… and ${shown - found.length} more (--limit)`);
  return lines.join('\n');
}

const titles: Readonly<Record<Band, string>> = {
  example: 'Examples:',
  exact: 'By name:',
  sure: 'Sure:',
  likely: 'Likely:',
  rest: 'The rest, nearest first:',
  all: '',
};

/** Without what is folded away. */
function shownCount({ sections }: List): number {
  return sections.reduce((sum, { band, count }) => sum + (band === 'rest' ? 0 : count), 0);
}

function bandsOf({ sections }: List): (at: number) => Band {
  return (at) => {
    let end = 0;
    for (const { band, count } of sections) {
      end += count;
      if (at < end) return band;
    }
    return 'rest';
  };
}

export interface Hit {
  readonly id: number;
  readonly path: string | undefined;
  readonly score: number | undefined;
  readonly probability: number | undefined;
}

export function hitsOf(
  cards: readonly { id: number; score?: number | undefined; probability?: number | undefined }[],
  reader: Reader,
): Hit[] {
  return cards.map(({ id, score, probability }) => ({ id, path: reader.pathOf(id), score, probability }));
}

export function lineOf({ score, probability, path }: Hit): string {
  const sure = probability === undefined ? '    ' : `${Math.round(probability * 100)} %`.padStart(5);
  return `${sure}  ${score?.toFixed(3) ?? '  —  '}  ${path ?? ''}`;
}

/** A whole number of at least 1. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 up.');
  return value;
}

function sortOrder(text: string): Options['sort'] {
  if (text !== 'relevance' && text !== 'date') throw new InvalidArgumentError('It must be relevance or date.');
  return text;
}

function strictness(text: string): number {
  const value = Number(text);
  if (!(value >= -1 && value <= 1)) throw new InvalidArgumentError('It must be a number from -1 to 1.');
  return value;
}
