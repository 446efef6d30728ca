import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '../util/failure.ts';
import type { Dataset } from './dataset.ts';

/**
 * The token file of Flickr8k (Hodosh et al. 2013): one caption a line, `name.jpg#0<TAB>caption`. Pictures that are not
 * there are left out: the file lists a few that were never published.
 * @throws Failure 'bad-input' with the number of the line that is something else
 */
export function readFlickr8k(file: string, text: string, images?: string): Dataset {
  const captions = new Map<string, string[]>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, name, caption] = /^([^\t]+)#\d+\t(.*)$/.exec(line) ?? [];
    if (name === undefined || caption === undefined)
      throw new Failure('bad-input', `${file}: line ${i + 1} is not "name.jpg#0<TAB>caption".`, {
        details: { file, line: i + 1 },
      });
    captions.set(name, [...(captions.get(name) ?? []), caption.trim()]);
  }
  const folder = images ?? [imageFolder, ''].map((name) => resolve(dirname(file), name)).find(existsSync) ?? '.';
  return {
    name: 'flickr8k',
    images: [...captions]
      .map(([name, own]) => ({ path: resolve(folder, name), source: 'flickr8k', captions: own, labels: [] }))
      .filter(({ path }) => existsSync(path)),
  };
}

/** The name of the picture folder as it is published. */
const imageFolder = 'Flicker8k_Dataset';
