import { Command } from 'commander';
import type { Copy } from '../../preload/contract/copies.ts';
import { keeperFirst } from '../copies/keeper.ts';
import { createCopies } from '../db/copies.ts';
import { createSettings } from '../db/settings.ts';
import { openReader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

export function copiesCommand(): Command {
  return new Command('copies')
    .description('photos that show the same picture in other bytes, the one to keep first; nothing is done to any')
    .option('--series', 'photos of one motif taken one after the other, in place of copies')
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { series?: boolean }>();
      const of = options.series === true ? 'series' : 'copies';
      using reader = openReader(options);
      const found = createCopies(reader.db);
      const preferred = createSettings(reader.db).get().preferredFolder;
      const groups = (of === 'series' ? found.series() : await found.groups(() => Promise.resolve()))
        .map((ids) => ids.flatMap((id) => found.one(id, preferred) ?? []))
        .filter((copies) => copies.length > 1)
        .map((copies) => {
          const { copies: sorted, reason } = keeperFirst(copies, of);
          return { reason, copies: sorted.map((copy) => ({ path: reader.pathOf(copy.photoId), ...copy })) };
        });
      const waitingCount = found.unmatchedCount();
      say(options, { ok: true, groups, waitingCount }, () =>
        [
          ...groups.map(({ copies, reason }) =>
            copies.map((copy, at) => lineOf(copy, at === 0 ? reason : '')).join('\n'),
          ),
          of === 'series'
            ? `${groups.length} series.`
            : `${counted(groups.length, 'picture has', 'pictures have')} copies.`,
          ...(waitingCount > 0 ? [`${counted(waitingCount, 'photo')} not compared yet: lumisift index does it.`] : []),
        ].join('\n\n'),
      );
    });
}

function lineOf(copy: Copy & { path: string | undefined }, reason: string): string {
  const facts = `${copy.width} x ${copy.height}  ${Math.round(copy.sizeBytes / 1000)} kB`;
  return `${reason === '' ? '      ' : 'keep  '}${facts}  ${copy.path ?? copy.name}${reason === '' ? '' : `  (${reason})`}`;
}
