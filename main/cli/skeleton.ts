import fs from 'node:fs/promises';
import { Command } from 'commander';
import { skeletonOf } from '../formats/raw/skeleton.ts';
import { sourceOfFile } from '../formats/raw/source.ts';
import { Failure } from '../util/failure.ts';

export function skeletonCommand(): Command {
  return new Command('skeleton')
    .description(
      'what a RAW file is made of, as JSON to report one that fails: no picture, date, place or serial number',
    )
    .argument('<file>')
    .action(async (file: string) => {
      await using handle = await fs.open(file).catch((cause: unknown) => {
        throw new Failure('gone', 'This file can not be opened: check its name and its permissions.', { cause });
      });
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Failure('not-a-picture', 'This is not a file but a folder, a pipe or a device.');
      console.log(JSON.stringify(await skeletonOf(sourceOfFile(handle, stats.size)), undefined, 1));
    });
}
