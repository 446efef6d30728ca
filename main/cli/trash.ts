import { Command } from 'commander';
import type { FilingResult, TrashedFile } from '../../preload/contract/filing.ts';
import { createFiles } from '../db/files.ts';
import { createFolders } from '../db/folders.ts';
import { type Db, openDatabases } from '../db/open.ts';
import { createTexts } from '../db/texts.ts';
import { createFiling, type LibraryFiling } from '../library/filing.ts';
import { Failure } from '../util/failure.ts';
import { type CommonOptions, libraryFolderOf } from './open.ts';
import { realPath } from './real-path.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';
import { WrongUsage } from './wrong-usage.ts';

interface TrashOptions extends CommonOptions {
  readonly ownFolder?: boolean;
}

const mostListed = 1_000_000;

export function trashCommand(): Command {
  return new Command('trash')
    .description(
      "puts photos of the library into the system's trash, with the sidecars beside them; nothing is deleted",
    )
    .argument('[file...]', 'these very files; copies elsewhere stay')
    .option('--own-folder', 'where a drive has no trash: into the folder .lumisift-trash of that drive')
    .exitOverride()
    .addCommand(listCommand())
    .addCommand(restoreCommand())
    .action(async (paths: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<TrashOptions>();
      if (paths.length === 0) throw new WrongUsage('Say which files: lumisift trash FILE...');
      if (process.platform !== 'linux' && options.ownFolder !== true)
        throw new Failure(
          'unavailable',
          "The trash of this system is reached from Lumisift's window only: select the photos there and press Delete.",
        );
      await withFiling(options, async (filing) => {
        const result = await filing.trashFiles(paths.map(realPath), options.ownFolder === true);
        if (result.problems.length > 0) process.exitCode = 3;
        const undo = result.filingId === undefined ? '' : ` Undo: lumisift trash restore ${result.filingId}`;
        say(options, { ok: true, ...result }, () =>
          lines(`${counted(result.doneCount, 'photo')} in the trash.${undo}`, result),
        );
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('what Lumisift put into the trash, the last first')
    .exitOverride()
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withFiling(options, async (filing) => {
        const { count, files } = await filing.trashed(0, mostListed);
        say(options, { ok: true, count, files }, () =>
          files.length === 0 ? 'There is nothing in the trash.' : files.map(lineOf).join('\n'),
        );
      });
    });
}

function restoreCommand(): Command {
  return new Command('restore')
    .description('puts everything of one number back where it lay; of the last one if no number is given')
    .argument('[number]', 'as lumisift trash has told it')
    .exitOverride()
    .action(async (given: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withFiling(options, async (filing) => {
        await filing.recovered;
        const open = filing.history().filter(({ kind, doneCount }) => kind === 'trash' && doneCount > 0);
        const one = given === undefined ? open[0] : open.find(({ id }) => id === Number(given));
        if (one === undefined)
          throw new Failure(
            'not-found',
            given === undefined ? 'There is nothing in the trash.' : `Nothing of number ${given} is in the trash.`,
          );
        const result = await filing.undo(one.id);
        if (result.problems.length > 0) process.exitCode = 3;
        say(options, { ok: true, ...result }, () =>
          lines(`${counted(result.doneCount, 'photo')} back where they lay.`, result),
        );
      });
    });
}

/** The library's files, without its processes. */
export async function withFiling(
  options: CommonOptions,
  work: (filing: LibraryFiling, db: Db) => Promise<void>,
): Promise<void> {
  using db = openDatabases({ folder: libraryFolderOf(options) });
  const filing = createFiling({
    ...{ db, files: createFiles(db), folders: createFolders(db), texts: createTexts(db), now: Date.now },
    systemTrash: undefined,
    onProgress: () => undefined,
    onChanged: () => undefined, // no searcher runs beside it
  });
  process.once('SIGINT', filing.cancel);
  process.once('SIGTERM', filing.cancel);
  try {
    await work(filing, db);
  } finally {
    process.removeListener('SIGINT', filing.cancel);
    process.removeListener('SIGTERM', filing.cancel);
    await filing.stop();
  }
}

function lines(first: string, { problems }: FilingResult): string {
  return [first, ...problems.map(({ path: file, problem }) => `${file}: ${problem.message}`)].join('\n');
}

function lineOf({ path: file, atMs, state }: TrashedFile): string {
  const when = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
  const note = {
    there: '',
    hidden: '  (put it back from the trash of the system)',
    gone: '  (no longer in the trash)',
  };
  return `${when}  ${file}${note[state]}`;
}
