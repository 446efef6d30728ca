import fs from 'node:fs/promises';
import path from 'node:path';
import { extensions } from '../formats/index.ts';
import { containers } from '../formats/video/containers.ts';
import { nameKey, pictureKeys, type SidecarName, sidecarName } from '../formats/metadata/sidecar-name.ts';
import { subtitleLanguage } from '../formats/subtitle-name.ts';
import { readSidecarFile } from '../pipeline/read-sidecar.ts';

/** A file that goes along with a picture. */
export interface Beside {
  readonly name: string;
  /** It speaks of other pictures too, which stay: of `a.xmp` beside `a.raw` and `a.jpg`. */
  readonly isShared: boolean;
}

const pictures = new Set<string>(extensions);
/** Edits of Apple's Photos (.aae) and thumbnails of cameras (.thm): they have the stem of their picture. */
const ofStem = new Set(['.aae', '.thm']);
/** Of Live Photos. */
const films = new Set(['.mov', '.mp4']);
const filmEndings = new Set(containers.flatMap(({ extensions: endings }) => endings));
/** Apple writes the mark that both parts of a Live Photo share into the picture's head, and near an end of the film. */
const headBytes = 256 * 1024;
const filmBytes = 4 * 1024 * 1024;

/**
 * What lies beside a picture and goes where it goes: its sidecars, its edits, and the film of a Live Photo, which is known
 * by the mark that both parts have, never by its name alone. Beside a film its subtitles too.
 * @param leaving names in the folder that go too: what speaks only of them is nobody else's
 */
export async function besidesOf(file: string, leaving: ReadonlySet<string>): Promise<Beside[]> {
  const folder = path.dirname(file);
  const names = await fs.readdir(folder);
  const own = path.basename(file);
  const keys = pictureKeys(own);
  const isOfPicture = !isFilm(own);
  // What has the stem of a picture and of a film is the picture's.
  const others = names.filter(
    (name) => name !== own && !leaving.has(name) && isPicture(name) && !(isOfPicture && isFilm(name)),
  );
  const stems = new Set(others.map((name) => pictureKeys(name).stem));
  const found: Beside[] = [];
  for (const name of names) {
    if (name === own || leaving.has(name) || name.startsWith('.')) continue;
    const { ext, name: stem } = path.parse(name);
    const ending = ext.toLowerCase();
    if (ofStem.has(ending) && nameKey(stem) === keys.stem) found.push({ name, isShared: stems.has(keys.stem) });
    else if (isOfPicture && films.has(ending) && nameKey(stem) === keys.stem) {
      if (await isLive(file, path.join(folder, name))) found.push({ name, isShared: false });
    } else if (!isOfPicture && subtitleLanguage(name, keys.stem) !== undefined) {
      found.push({ name, isShared: others.some((other) => isFilm(other) && pictureKeys(other).stem === keys.stem) });
    } else {
      const about = sidecarName(name, pictures);
      if (about === undefined) continue;
      const key = nameKey(about.about);
      if (about.kind === 'json') {
        const list = about.aboutIs === 'name' ? 'names' : 'starts';
        if (
          keys.json[list].includes(key) &&
          (about.aboutIs !== 'stem' || (await speaks(path.join(folder, name), about)))
        )
          found.push({ name, isShared: others.some((other) => speaksOf(key, list, other)) });
      } else if (key === keys.name) found.push({ name, isShared: false });
      else if (key === keys.stem) found.push({ name, isShared: stems.has(keys.stem) });
    }
  }
  return found;
}

function isPicture(name: string): boolean {
  return !name.startsWith('.') && pictures.has(path.extname(name).slice(1).toLowerCase());
}

function isFilm(name: string): boolean {
  return filmEndings.has(path.extname(name).slice(1).toLowerCase());
}

function speaksOf(key: string, list: 'names' | 'starts', name: string): boolean {
  const { json, jsonOfOriginals } = pictureKeys(name);
  return [json, ...jsonOfOriginals].some((one) => one[list].includes(key));
}

/** Of JSON whose name could be that of anything. */
async function speaks(file: string, about: SidecarName): Promise<boolean> {
  const read = await readSidecarFile(file, about);
  return read.is === 'read' && (read.says.keywords.length > 0 || Object.keys(read.says).length > 1);
}

async function isLive(picture: string, film: string): Promise<boolean> {
  const head = (await piece(picture, 0, headBytes)).toString('latin1');
  const marks = new Set(head.match(/[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}/g));
  if (marks.size === 0) return false;
  const { size } = await fs.stat(film);
  const ends = [await piece(film, 0, filmBytes), await piece(film, Math.max(0, size - filmBytes), filmBytes)];
  return [...marks].some((mark) => ends.some((bytes) => bytes.includes(mark, 0, 'latin1')));
}

async function piece(file: string, start: number, length: number): Promise<Buffer> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
