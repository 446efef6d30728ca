import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { backupsFolder, type Copy, listCopies } from '../db/backups/copies.ts';
import { isGoodCopy, isNewerCopy } from '../db/backups/examine.ts';
import { makeCopy } from '../db/backups/make-copy.ts';
import { lockLibrary } from '../db/lock.ts';
import { momentOf, restoreCopy, whenOf } from '../db/mending/index.ts';
import { openDatabases } from '../db/open.ts';
import { assertUsable } from '../db/usable.ts';
import { Failure } from '../util/failure.ts';
import { exportPrecious, importPrecious } from './backup-files.ts';
import { type CommonOptions, libraryFolderOf } from './open.ts';
import { counted } from './counted.ts';
import { say } from './say-failure.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('copies of the library: list, make and restore them; everything precious out and in as one file')
    .addCommand(list())
    .addCommand(make())
    .addCommand(restore())
    .addCommand(exportPrecious())
    .addCommand(importPrecious());
}

function list(): Command {
  return new Command('list')
    .description('the backups there are, the newest first, with what is in each')
    .option('--check', 'look each over now: is it whole, and as it was made?')
    .exitOverride()
    .action((own: { check?: boolean }, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const folder = libraryFolderOf(options);
      const copies = listCopies(folder).map((copy): Listed => ({
        ...described(copy),
        ...(own.check === true && { isGood: isGoodCopy(copy), isNewer: isNewerCopy(copy) }),
      }));
      if (copies.some((copy) => copy.isGood === false)) process.exitCode = 3;
      say(options, { ok: true, folder: backupsFolder(folder), copies }, () =>
        copies.length === 0
          ? `There is no backup in ${backupsFolder(folder)} yet.`
          : copies.map((copy) => lineOf(copy, copy.isGood, copy.isNewer)).join('\n'),
      );
    });
}

function make(): Command {
  return new Command('make')
    .description('makes a backup now; also while the app has the library open')
    .exitOverride()
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const folder = libraryFolderOf(options);
      if (!fs.existsSync(path.join(folder, 'library.db')))
        throw new Failure('not-found', `There is no library in ${folder} yet.`, { details: { folder } });
      assertUsable(folder);
      const copy = described(await makeCopy(folder, Date.now()));
      say(options, { ok: true, copy }, () => lineOf(copy, true));
    });
}

interface RestoreOptions extends CommonOptions {
  readonly beginAnew?: boolean;
}

function restore(): Command {
  return new Command('restore')
    .description(
      'puts a backup in the place of the library, which is kept aside; without a name the newest good one, with all that can be read out of a damaged library',
    )
    .argument('[name]', 'of lumisift backup list')
    .option('--begin-anew', 'where library.db is gone: an empty library; the backups stay')
    .exitOverride()
    .action((name: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<RestoreOptions>();
      const folder = libraryFolderOf(options);
      assertUsable(folder);
      if (name !== undefined) restoreNamed(folder, name);
      else if (fs.existsSync(path.join(folder, 'library.db')) && options.beginAnew === true)
        throw new Failure('bad-input', `There is a library in ${folder}: it is not begun anew.`, {
          details: { folder },
        });
      // Opened as one that ended uncleanly, every page of it is looked at.
      else if (fs.existsSync(folder)) fs.writeFileSync(path.join(folder, 'open'), '', { mode: 0o600 });
      using db = openDatabases({ folder, ifMissing: options.beginAnew === true ? 'begin-anew' : 'restore' });
      const messages = db.notices.map(({ message }) => message);
      const isMended = db.notices.some(({ kind }) => kind === 'library-damaged');
      db.noticesTold();
      say(options, { ok: true, isRestored: isMended, notices: [...db.notices] }, () =>
        messages.length > 0 ? messages.join('\n') : 'The library is sound: nothing was changed.',
      );
    });
}

function restoreNamed(folder: string, name: string): void {
  const copy = listCopies(folder).find((one) => one.name === name || String(one.number) === name);
  if (copy === undefined)
    throw new Failure('not-found', `There is no backup called ${name}: see lumisift backup list.`, {
      details: { folder, name },
    });
  using _lock = lockLibrary(folder);
  restoreCopy({ folder, nowMs: Date.now() }, copy);
}

type Described = ReturnType<typeof described>;
/** What is known only when it is asked for. */
type Listed = Described & { readonly isGood?: boolean; readonly isNewer?: boolean };

function described(copy: Copy) {
  const { number, name, sizeBytes, facts } = copy;
  return {
    number,
    name,
    sizeBytes,
    when: whenOf(copy),
    atMs: momentOf(copy),
    ...(facts && { checkedAtMs: facts.checkedAtMs, contents: facts.contents }),
  };
}

/** The clock of this machine, as ISO 8601 writes it. */
const local = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

function lineOf(copy: Described, isGood: boolean | undefined, isNewer?: boolean): string {
  const { name, atMs, sizeBytes, contents } = copy;
  const state =
    isGood === undefined ? '' : isGood ? '  good' : isNewer === true ? '  of a newer Lumisift' : '  DAMAGED';
  const holds = contents ? contentsInWords(contents) : 'made by an older version';
  return `${name}  ${local.format(atMs)}  ${(sizeBytes / 1e6).toFixed(1)} MB  ${holds}${state}`;
}

function contentsInWords(contents: NonNullable<Described['contents']>): string {
  const { photos, answers, ratings, captions, favourites, hidden, stacks, albums, searches } = contents;
  return [
    counted(photos, 'photo'),
    ...[counted(answers, 'answer'), counted(ratings, 'rating'), counted(captions, 'caption')],
    ...[counted(favourites, 'favourite'), `${hidden} hidden`, `${stacks} stacked by hand`],
    ...[counted(albums, 'album'), counted(searches, 'search', 'searches')],
  ].join(', ');
}
