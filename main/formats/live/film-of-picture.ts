import fs from 'node:fs/promises';
import path from 'node:path';
import { identifierOfFilm } from './apple-notes.ts';
import { nameKey } from '../metadata/sidecar-name.ts';
import { sourceOfFile } from '../raw/source.ts';

const films = /\.(?:mov|mp4)$/i;
const pictures = /\.(?:heic|heif|hif|jpe?g)$/i;

/** Names without their endings of the pictures among `names`, as they are compared. */
export function stemsOfPictures(names: Iterable<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => pictures.test(name)).map((name) => nameKey(path.parse(name).name)));
}

/**
 * Whether a file is the film of a Live Photo: it has the name of a picture beside it and Apple's mark of such a pair. It goes
 * where its picture goes and is no film of its own. Only the list of boxes and the `moov` of files of such names are read.
 * @param stems of the pictures in its folder
 */
export async function isFilmOfPicture(file: string, stems: ReadonlySet<string>): Promise<boolean> {
  if (!films.test(file) || !stems.has(nameKey(path.parse(file).name))) return false;
  try {
    await using handle = await fs.open(file);
    const { size } = await handle.stat();
    return (await identifierOfFilm(sourceOfFile(handle, size))) !== undefined;
  } catch {
    return false; // the work that reads it says why it can't
  }
}

/** As cameras and programs write them beside a picture. */
const endings = ['.MOV', '.mov', '.MP4', '.mp4'];

/** The film of a Live Photo that lies beside a picture. */
export async function filmBeside(picture: string): Promise<string | undefined> {
  const stem = path.join(path.dirname(picture), path.parse(picture).name);
  const stems = stemsOfPictures([path.basename(picture)]);
  for (const ending of endings) if (await isFilmOfPicture(`${stem}${ending}`, stems)) return `${stem}${ending}`;
  return undefined;
}
