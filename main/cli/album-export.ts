import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { Failure } from '../util/failure.ts';
import { openAlbum } from './album-list.ts';
import { openReader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';

interface Options extends CommonOptions {
  readonly list?: boolean;
}

type Exported =
  | { readonly is: 'copied' | 'there-already'; readonly from: string; readonly to: string }
  | { readonly is: 'failed'; readonly from: string | undefined; readonly message: string };

export function exportAlbum(): Command {
  return new Command('export')
    .description('copies the files of an album into a folder; nothing is ever overwritten')
    .argument('<album>')
    .argument('[folder]', 'made if it is not there')
    .option('--list', 'print the paths only')
    .exitOverride()
    .action(async (name: string, folder: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (folder === undefined && options.list !== true)
        throw new Failure('bad-input', 'Say into which folder: lumisift album export ALBUM FOLDER (or --list).');
      using reader = openReader(options);
      const { album, photos } = await openAlbum(name, reader);
      if (folder === undefined || options.list === true) {
        const paths = photos.flatMap((photo) => photo.path ?? []);
        return say(options, { ok: true, album, paths }, () => paths.join('\n'));
      }
      const into = path.resolve(folder);
      makeFolder(into);
      const files = photos.map((photo) => copyInto(into, photo.path));
      const failed = files.filter((file) => file.is === 'failed');
      if (failed.length > 0) process.exitCode = 3;
      say(options, { ok: failed.length === 0, album, folder: into, files }, () =>
        [
          `${files.filter((file) => file.is === 'copied').length} copied into ${into}`,
          ...failed.map((file) => `failed: ${file.from ?? 'a photo without a file'}: ${file.message}`),
        ].join('\n'),
      );
    });
}

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Failure('read-only', `The folder ${folder} can't be made: choose another place.`, {
      details: { folder },
      cause,
    });
  }
}

/** Under its own name, else as `name (2).jpg`. A file that is there with the same bytes is the photo already. */
function copyInto(folder: string, from: string | undefined): Exported {
  if (from === undefined) return { is: 'failed', from, message: 'it has no file any more' };
  const { name, ext } = path.parse(from);
  try {
    for (let number = 1; ; number++) {
      const to = path.join(folder, number === 1 ? `${name}${ext}` : `${name} (${number})${ext}`);
      if (fs.existsSync(to)) {
        if (isSame(from, to)) return { is: 'there-already', from, to };
        continue;
      }
      fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
      return { is: 'copied', from, to };
    }
  } catch (error) {
    return { is: 'failed', from, message: error instanceof Error ? error.message : String(error) };
  }
}

function isSame(one: string, other: string): boolean {
  if (!fs.statSync(other).isFile() || fs.statSync(one).size !== fs.statSync(other).size) return false;
  return fs.readFileSync(one).equals(fs.readFileSync(other));
}
