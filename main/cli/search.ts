import { Command, InvalidArgumentError } from 'commander';
import { openReader, type Reader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { languagesOf } from '../util/languages.ts';
import { say } from './say-failure.ts';

interface Options extends CommonOptions {
  readonly limit: number;
}

export function searchCommand(): Command {
  return new Command('search')
    .description('find photos by words: the best first')
    .argument('<words...>')
    .option('--limit <n>', 'how many to print', positive, 20)
    .action(async (words: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      using reader = openReader(options);
      using searcher = reader.searcher();
      const list = await searcher.ask({
        is: 'open',
        question: { text: words.join(' ') },
        languages: languagesOf(process.env),
      });
      const cards = await searcher.ask({ is: 'page', listId: list.id, offset: 0, limit: options.limit });
      const found = hitsOf(cards, reader);
      say(
        options,
        { ok: true, count: list.count, exactCount: list.exactCount, tookMs: list.tookMs, photos: found },
        () => linesOf(found),
      );
    });
}

export interface Hit {
  readonly id: number;
  readonly path: string | undefined;
  readonly score: number | undefined;
}

export function hitsOf(cards: readonly { id: number; score?: number | undefined }[], reader: Reader): Hit[] {
  return cards.map(({ id, score }) => ({ id, path: reader.pathOf(id), score }));
}

export function linesOf(hits: readonly Hit[]): string {
  return hits.map(({ score, path }) => `${score?.toFixed(3) ?? '  —  '}  ${path ?? ''}`).join('\n');
}

/** A whole number of at least 1. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 up.');
  return value;
}
