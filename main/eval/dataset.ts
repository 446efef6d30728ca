import { readFile } from 'node:fs/promises';
import { Failure } from '../util/failure.ts';
import { readFlickr8k } from './flickr8k.ts';
import { readKarpathy } from './karpathy.ts';
import { readManifest } from './manifest.ts';

/** Photos with what people wrote about them. */
export interface Dataset {
  readonly name: string;
  readonly images: readonly DatasetImage[];
}

export interface DatasetImage {
  /** Absolute. */
  readonly path: string;
  /** Images of one source are measured together: flickr8k, coco... */
  readonly source: string;
  readonly captions: readonly string[];
  /** Names of what it shows: its class, or several things that are all there. */
  readonly labels: readonly string[];
}

/**
 * Reads a data set for evaluation. What it is, is seen from the file's content:
 * a manifest (`images[].{file, source, captions, labels}`), Karpathy's JSON (`images[].{filename, sentences}`) or the
 * token file of Flickr8k (`name.jpg#0<TAB>caption`).
 *
 * @param path the file, or the folder in which `manifest.json` lies
 * @param options.images where the pictures are, when not beside the file
 * @param options.split of Karpathy's JSON
 * @throws Failure 'not-found' or 'bad-input'
 */
export async function readDataset(
  path: string,
  options: { images?: string | undefined; split?: string | undefined } = {},
): Promise<Dataset> {
  const { file, text } = await readText(path);
  if (!text.trimStart().startsWith('{')) return readFlickr8k(file, text, options.images);
  const json = parseJson(file, text);
  const dataset =
    readKarpathy(file, json, { images: options.images, split: options.split ?? 'test' }) ??
    readManifest(file, json, options.images);
  if (!dataset) throw new Failure('bad-input', `${file} is no data set that can be read here.`);
  return dataset;
}

async function readText(path: string): Promise<{ file: string; text: string }> {
  for (const file of [path, `${path}/manifest.json`]) {
    try {
      return { file, text: await readFile(file, 'utf8') };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EISDIR' && code !== 'ENOENT') throw error;
    }
  }
  throw new Failure('not-found', `There is no data set at ${path}.`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('bad-input', `${file} is not JSON.`, { cause });
  }
}
