import { Command } from 'commander';
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
    .argument('<file>')
    .option('--limit <n>', 'how many to print', positive, 20)
    .action(async (file: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      using reader = openReader(options);
      const embedder = openEmbedder(reader.model, reader.modelFolder, options);
      using searcher = reader.searcher();
      try {
        const vector = await embedder.vectorOf(file);
        const list = await searcher.ask({ is: 'open-vector', vector });
        const cards = await searcher.ask({ is: 'page', listId: list.id, offset: 0, limit: options.limit });
        const found = hitsOf(cards, reader);
        say(options, { ok: true, count: list.count, photos: found }, () => found.map(lineOf).join('\n'));
      } finally {
        await embedder.stop();
      }
    });
}
