import path from 'node:path';
import { Command } from 'commander';
import { createFilePlaces } from '../db/file-places.ts';
import { createFolders } from '../db/folders.ts';
import { Failure } from '../util/failure.ts';
import type { CommonOptions } from './open.ts';
import { realPath, thereAt } from './real-path.ts';
import { say } from './say-failure.ts';
import { withFiling } from './trash.ts';

interface ImportOptions extends CommonOptions {
  readonly pattern: string;
}

export function importCommand(): Command {
  return new Command('import')
    .description(
      'copies the photos of a card, phone or folder that are new into a folder of the library; nothing is deleted or written over',
    )
    .argument('<from>', 'a card, phone or folder')
    .argument('<into>', 'a folder of the library, or one below it')
    .option(
      '--pattern <names>',
      'folders and names: {name} {date} {time} {year} {month} {day} {number}',
      '{year}/{year}-{month}-{day}/{name}',
    )
    .exitOverride()
    .action(async (from: string, into: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const card = realPath(thereAt(from));
      await withFiling(options, async (filing, db) => {
        const target = realPath(into);
        const folders = createFolders(db);
        const root = folders.list().find((row) => row.path === target);
        const place = createFilePlaces(db, folders).placeOf(path.join(target, 'x'));
        const at = root === undefined ? place : { folderId: root.id, dir: '' };
        if (at === undefined)
          throw new Failure('not-found', `${into} is not in the library. Add it with: lumisift add ${into}`);
        const result = await filing.import(card, { folderId: at.folderId, dir: at.dir }, options.pattern);
        if (result.problems.length > 0) process.exitCode = 3;
        say(options, { ok: true, ...result }, () =>
          [
            `${result.doneCount} imported, ${result.knownCount} in the library already.`,
            ...result.problems.map(({ path: file, problem }) => `${file}: ${problem.message}`),
          ].join('\n'),
        );
      });
    });
}
