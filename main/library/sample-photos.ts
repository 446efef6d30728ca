import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { copyTo, putInto } from '../filing/put-into.ts';
import { asFailure } from '../writing/write-file.ts';

/** In the person's folder for pictures. */
const folderName = 'Lumisift samples';

/**
 * Copies the sample photos that come with the app to where the person has pictures: the app's own folder goes elsewhere with
 * its next version. What lies there already stays as it is.
 * @param from with photos in folders
 * @param pictures the person's folder for pictures
 * @returns the folder that they are in now
 * @throws Failure 'not-writable', 'disk-full', 'gone', 'io'
 */
export async function copySamples(from: string, pictures: string): Promise<string> {
  const into = path.join(pictures, folderName);
  for (const file of await photosIn(from)) {
    const folder = path.join(into, path.dirname(file));
    await fs.mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw asFailure(error);
    });
    await putInto(folder, path.basename(file), (to) => copyTo(path.join(from, file), to));
  }
  return into;
}

/** Whether any came with the app. @param from with photos in folders */
export function hasSamples(from: string): boolean {
  return existsSync(from);
}

async function photosIn(folder: string): Promise<string[]> {
  const all = await fs.readdir(folder, { recursive: true });
  return all.filter((file) => /\.jpe?g$/i.test(file));
}
