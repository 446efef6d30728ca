import { Command, InvalidArgumentError } from 'commander';
import type { Band, List } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { bandAt, matchCountOf } from '../searcher/lists.ts';
import { languagesOf } from '../util/languages.ts';
import { openReader, type Reader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

interface Options extends CommonOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly matches?: boolean;
  readonly unfold?: boolean;
  readonly sort: 'relevance' | 'date';
  readonly strictness: number;
}

export function searchCommand(): Command {
  return new Command('search')
    .description('find photos by words: what matches, what may match, and what comes nearest')
    .argument(
      '<words...>',
      'a sentence; also camera:, in:, date:, type:, rating:>=4, tag:, place:, is:, -word, 2*word + word',
    )
    .addHelpText(
      'after',
      '\nWhat the model cannot see: it does not count ("three people"), hardly reads text in a picture, and does not tell left from right.',
    )
    .option('--limit <n>', 'how many to print', positive, 24)
    .option('--all', 'print the whole list, to the photo that is least like it')
    .option('--matches', 'print only what matches or may match')
    .option('--unfold', 'print every photo of a stack, not the one that stands for it')
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
        question: {
          text: words.join(' '),
          sort: options.sort,
          strictness: options.strictness,
          foldsStacks: options.unfold !== true,
        },
        languages: languagesOf(process.env),
      });
      const most = options.matches === true ? matchCountOf(list.sections) : list.count;
      const limit = options.all === true ? most : Math.min(options.limit, most);
      const cards = limit === 0 ? [] : await searcher.ask({ is: 'page', listId: list.id, offset: 0, limit });
      const found = hitsOf(cards, reader).map((hit, at) => ({
        ...hit,
        band: bandAt(list.sections, at),
        foundIn: cards[at]?.foundIn,
        ...(cards[at]?.stack && {
          stack: {
            kind: cards[at].stack.kind,
            count: cards[at].stack.count,
            parts: cards[at].stack.partIds.map((id) => ({ id, path: reader.pathOf(id) })),
          },
        }),
      }));
      const { count, foldedCount, exactCount, searchedCount, sections, query, tookMs } = list;
      const about = { count, foldedCount, exactCount, searchedCount, sections, query, tookMs };
      const isPart = reader.status().waitingCount > 0;
      say(options, { ok: true, ...about, photos: found }, () => textOf(list, found, { most, isPart }));
    });
}

function textOf(
  { query, sections, searchedCount }: List,
  found: readonly (Hit & Pick<PhotoCard, 'foundIn'> & { band: Band; stack?: { kind: string; count: number } })[],
  { most, isPart }: { most: number; isPart: boolean },
): string {
  const lines: string[] = [];
  for (const chip of query?.filters ?? [])
    lines.push(`[${chip.sign === 'minus' ? '-' : ''}${chip.key}: ${chip.operand}]`);
  for (const problem of query?.problems ?? []) lines.push(problem.message);
  if (isPart) lines.push(`Of the ${counted(searchedCount, 'photo')} read so far:`);
  const hasMatches = matchCountOf(sections) > 0;
  let band: Band | undefined;
  for (const hit of found) {
    if (hit.band !== band && hit.band !== 'all') {
      const count = sections.find((section) => section.band === hit.band)?.count ?? 0;
      lines.push(
        hit.band === 'nearest' && !hasMatches ? 'Nothing surely matches. Nearest:' : `${titles[hit.band]} (${count}):`,
      );
    }
    band = hit.band;
    const others = hit.stack === undefined ? '' : `  (+${hit.stack.count - 1} ${hit.stack.kind})`;
    lines.push(
      `${lineOf(hit)}${others}${hit.foundIn === undefined || hit.foundIn === 'picture' ? '' : `  [${hit.foundIn}]`}`,
    );
  }
  if (most > found.length) lines.push(`… and ${most - found.length} more (--limit)`);
  if (most === 0)
    lines.push(
      hasMatches || sections.length > 0
        ? 'Nothing surely matches.'
        : 'There is no photo to look at: filters leave none, or none has been read yet.',
    );
  return lines.join('\n');
}

const titles: Readonly<Record<Band, string>> = {
  example: 'Examples',
  sure: 'Matches',
  likely: 'May match',
  nearest: 'Nearest',
  all: '',
};

export interface Hit {
  readonly id: number;
  readonly path: string | undefined;
  /** Of a film: the moment that answers, seconds. */
  readonly atS?: number | undefined;
  readonly score: number | undefined;
  readonly probability: number | undefined;
}

export function hitsOf(
  cards: readonly {
    id: number;
    atMs?: number | undefined;
    score?: number | undefined;
    probability?: number | undefined;
  }[],
  reader: Reader,
): Hit[] {
  return cards.map(({ id, atMs, score, probability }) => ({
    ...{ id, path: reader.pathOf(id), score, probability },
    ...(atMs !== undefined && { atS: atMs / 1_000 }),
  }));
}

export function lineOf({ score, probability, path, atS }: Hit): string {
  const sure = probability === undefined ? '    ' : `${Math.round(probability * 100)} %`.padStart(5);
  return `${sure}  ${score?.toFixed(3) ?? '  —  '}  ${path ?? ''}${atS === undefined ? '' : `@${filmTime(atS)}`}`;
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

/** `1:23`, `1:02:03`: what `similar` takes behind an `@`. */
function filmTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60].map(String);
  return h === '0' ? `${m}:${s?.padStart(2, '0')}` : `${h}:${m?.padStart(2, '0')}:${s?.padStart(2, '0')}`;
}
