import { Command } from 'commander';
import fs from 'node:fs';
import { openEmbedder } from './open-embedder.ts';
import { openReader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { hitsOf, lineOf, positive } from './search.ts';

interface Options extends CommonOptions {
  readonly limit: number;
}

export function similarCommand(): Command {
  return new Command('similar')
    .description('photos of the library that look like a picture file (which need not be in it)')
    .argument('<file>', 'a picture, or a film: film.mp4@1:23 is what it shows then')
    .option('--limit <n>', 'how many to print', positive, 20)
    .action(async (file: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      using reader = openReader(options);
      const embedder = openEmbedder(reader.model, reader.modelFolder, options);
      using searcher = reader.searcher();
      try {
        const vector = await embedder.vectorOf(...fileAndTime(file));
        const list = await searcher.ask({ is: 'open-vector', vector });
        const cards = await searcher.ask({ is: 'page', listId: list.id, offset: 0, limit: options.limit });
        const found = hitsOf(cards, reader);
        say(options, { ok: true, count: list.count, photos: found }, () => found.map(lineOf).join('\n'));
      } finally {
        await embedder.stop();
      }
    });
}

/** `film.mp4@1:23` -> the file, and 83,000 ms. A file that has such a name is itself. */
function fileAndTime(text: string): [file: string, atMs?: number] {
  const [, file, time] = /^(.+)@(\d+(?::\d\d){0,2}(?:\.\d+)?)$/.exec(text) ?? [];
  if (file === undefined || time === undefined || fs.existsSync(text)) return [text];
  return [file, Math.round(time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000)];
}
