import { Command } from 'commander';
import { createStacks } from '../db/stacks.ts';
import { openReader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

export function stacksCommand(): Command {
  return new Command('stacks')
    .description(
      'photos that belong together: RAW and picture, Live Photos, edits, bursts, brackets and your own; the one that stands for them first',
    )
    .action((_own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      using reader = openReader(options);
      const rows = createStacks(reader.db).all();
      const stacks = [...new Set(rows.map(({ bestId }) => bestId))].map((bestId) => {
        const parts = rows.filter((row) => row.bestId === bestId);
        const ids = [bestId, ...parts.map(({ photoId }) => photoId).filter((id) => id !== bestId)];
        return { kind: parts[0]?.kind, photos: ids.map((photoId) => ({ photoId, path: reader.pathOf(photoId) })) };
      });
      say(options, { ok: true, stacks }, () =>
        [
          ...stacks.map(
            ({ kind, photos }) => `${kind ?? ''}\n${photos.map((photo) => `  ${photo.path ?? ''}`).join('\n')}`,
          ),
          `${counted(stacks.length, 'stack')}.`,
        ].join('\n'),
      );
    });
}
