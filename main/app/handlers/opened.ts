import fs from 'node:fs/promises';
import path from 'node:path';
import type { openedCalls } from '../../../preload/contract/opened-calls.ts';
import { Failure } from '../../util/failure.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

/** As much as the window may hand over of a picture that is dropped on it. */
const mostBytes = 256 * 2 ** 20;

export function openedHandlers({
  library,
  opened,
}: Pick<HandlersNeeds, 'library' | 'opened'>): HandlersOf<typeof openedCalls> {
  return {
    'opened.take': () => opened.take(),
    'opened.picture': async ({ id }) => ({ jpeg: await library.photos.rendered(opened.pathOf(id)) }),
    'opened.ask': async ({ id }) => {
      const file = opened.pathOf(id);
      const { size } = await fs.stat(file);
      if (size > mostBytes) throw new Failure('too-large', 'The file is too large to be opened safely.');
      return await library.pictures.add(path.basename(file), await fs.readFile(file));
    },
    'opened.addFolder': async ({ id }) => {
      await library.folders.add(opened.folderOf(id));
      return library.folders.list();
    },
  };
}
