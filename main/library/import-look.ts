import fs from 'node:fs/promises';
import path from 'node:path';
import type { ImportPreview } from '../../preload/contract/filing.ts';
import { createImportNames } from '../filing/import-names.ts';
import { extensions } from '../formats/index.ts';
import { isFilmOfPicture, stemsOfPictures } from '../formats/live/film-of-picture.ts';
import { isCandidate, isIgnoredFolder } from '../pipeline/ignored.ts';
import { isNamedForAnother } from '../pipeline/named-for-another.ts';
import { createIdentifier } from '../writing/identifier.ts';
import { asFailure } from '../writing/write-file.ts';

/** A pattern is understood by a few names. */
const mostShown = 3;
/** One answer takes no longer than this, and one file. */
const lookMs = 1_000;

const pictures = new Set<string>(extensions);

export interface Found {
  readonly file: string;
  readonly sizeBytes: number;
}

interface Seen {
  readonly name: string;
  readonly ext: string;
  readonly takenWallMs: number;
}

export type ImportLook = Awaited<ReturnType<typeof lookAtSource>>;

/**
 * What is on a card, a phone or in a folder: walked once, and looked into as far as it is asked for. Nothing is touched.
 * @param isHere whether a file there, of this content (hexadecimal), came into the library already
 * @throws Failure where it can't be read
 */
export async function lookAtSource(
  source: string,
  isHere: (file: string, content: string) => Promise<boolean>,
  now: () => number,
) {
  const files = await picturesIn(source);
  /** What is new, in the order in which it would come in. */
  const fresh: Seen[] = [];
  const contents = new Set<string>();
  let knownCount = 0;
  let lookedCount = 0;
  let last: Promise<unknown> = Promise.resolve();

  return {
    source,
    count: files.length,
    totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    /** What the first new ones would be called, with folders and endings; it looks at some more files each time. */
    preview(pattern: string): Promise<ImportPreview> {
      const looking = last.then(() => lookOn());
      last = looking.catch(() => undefined); // whoever asked is told
      const nameOf = createImportNames(pattern, files.length);
      return looking.then(() => ({
        names: fresh.slice(0, mostShown).map(({ name, ext, takenWallMs }) => nameOf(name + ext, takenWallMs).as + ext),
        ...{ newCount: fresh.length, knownCount, lookedCount },
      }));
    },
  };

  async function lookOn(): Promise<void> {
    if (lookedCount === files.length) return;
    const identifier = createIdentifier();
    const beganMs = now();
    try {
      do {
        const file = files[lookedCount]?.file ?? '';
        const picture = await identifier.pictureOf(file);
        lookedCount += 1;
        if (picture === undefined) continue; // no picture: it is told when it is imported
        const { content, takenWallMs } = picture;
        if (contents.has(content) || (await isHere(file, content))) knownCount += 1;
        else {
          const { name, ext } = path.parse(file);
          fresh.push({ name, ext, takenWallMs });
        }
        contents.add(content);
      } while (lookedCount < files.length && now() - beganMs < lookMs);
    } finally {
      await identifier.stop();
    }
  }
}

/** Below a folder, by path; hidden ones and what systems keep for themselves left out. @throws Failure where it can't be read */
export async function picturesIn(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  const look = async (at: string): Promise<void> => {
    const entries = await fs.readdir(at, { withFileTypes: true });
    const stems = stemsOfPictures(entries.map(({ name }) => name));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory() && !isIgnoredFolder(full)) await look(full);
      else if (entry.isFile() && isCandidate(entry.name, pictures)) {
        // The film of a Live Photo comes with its picture.
        if (!(await isNamedForAnother(full)) && !(await isFilmOfPicture(full, stems)))
          found.push({ file: full, sizeBytes: (await fs.stat(full).catch(() => undefined))?.size ?? 0 }); // one that is gone is told when it is copied
      }
    }
  };
  try {
    await look(folder);
  } catch (error) {
    throw asFailure(error);
  }
  return found;
}
