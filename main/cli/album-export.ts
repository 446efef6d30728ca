import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { copyTo, putInto } from '../filing/put-into.ts';
import { Failure } from '../util/failure.ts';
import { openAlbum } from './album-list.ts';
import { openReader, type Reader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { WrongUsage } from './wrong-usage.ts';

interface Options extends CommonOptions {
  readonly list?: boolean;
}

type Sidecar = ReturnType<Reader['sidecarsOf']>[number];

type Exported =
  | { readonly is: 'copied' | 'there-already'; readonly from: string; readonly to: string }
  | { readonly is: 'failed'; readonly from: string | undefined; readonly message: string };

export function exportAlbum(): Command {
  return new Command('export')
    .description(
      'copies the files of an album into a folder, with their dates and the sidecars beside them; nothing is ever overwritten',
    )
    .argument('<album>')
    .argument('[folder]', 'made if it is not there')
    .option('--list', 'print the paths only')
    .exitOverride()
    .action(async (name: string, folder: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (folder === undefined && options.list !== true)
        throw new WrongUsage('Say into which folder: lumisift album export ALBUM FOLDER (or --list).');
      using reader = openReader(options);
      const { album, photos } = await openAlbum(name, reader);
      if (folder === undefined || options.list === true) {
        const paths = photos.flatMap((photo) => photo.path ?? []);
        return say(options, { ok: true, album, paths }, () => paths.join('\n'));
      }
      const into = path.resolve(folder);
      makeFolder(into);
      const files: Exported[] = [];
      for (const photo of photos) files.push(...(await copyPhoto(into, photo.path, reader.sidecarsOf(photo.id))));
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

/** The photo's file, and what speaks of it beside it, under the name that the file has got. */
async function copyPhoto(into: string, from: string | undefined, sidecars: readonly Sidecar[]): Promise<Exported[]> {
  const photo = await copyInto(into, from);
  if (photo.is === 'failed') return [photo];
  const files: Exported[] = [photo];
  const { name, base } = path.parse(photo.to);
  for (const { kind, path: at } of sidecars)
    if (path.dirname(at) === path.dirname(photo.from))
      files.push(await copyInto(into, at, `${kind === 'stem-xmp' ? name : base}${kind === 'json' ? '.json' : '.xmp'}`));
  return files;
}

async function copyInto(folder: string, from: string | undefined, as = path.basename(from ?? '')): Promise<Exported> {
  if (from === undefined) return { is: 'failed', from, message: 'it has no file any more' };
  try {
    return { from, ...(await putInto(folder, as, (file) => copyTo(from, file))) };
  } catch (error) {
    return { is: 'failed', from, message: error instanceof Error ? error.message : String(error) };
  }
}
