import { Command } from 'commander';
import { createFolders } from '../db/folders.ts';
import { admitFolder } from '../library/admit-folder.ts';
import { type CommonOptions, openForChanges } from './open.ts';
import { forReader, say } from './say-failure.ts';

export function addCommand(): Command {
  return new Command('add')
    .description('add folders of photos to the library (nothing in them is changed)')
    .argument('<folder...>')
    .action(async (given: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await using db = openForChanges(options);
      for (const notice of db.notices) console.error(forReader(notice.message, process.stderr));
      const folders = createFolders(db);
      for (const folder of given) await admitFolder({ db, folders, now: Date.now }, folder);
      const all = folders.list().map(({ id, path }) => ({ id, path }));
      say(options, { ok: true, folders: all }, () =>
        [...all.map(({ path }) => path), 'Now run: lumisift index'].join('\n'),
      );
    });
}
