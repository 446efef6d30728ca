import { backup, migration, rebuild, restore, saying, takingIn } from './library-scenes.ts';
import { importing, undo, writingPhotos, writingSidecars } from './file-scenes.ts';
import { indexing, modelChange } from './photo-scenes.ts';
import type { Scene } from './scene.ts';

export const scenes: readonly Scene[] = [
  saying,
  indexing,
  writingSidecars,
  writingPhotos,
  undo,
  importing,
  backup,
  restore,
  migration,
  modelChange,
  rebuild,
  takingIn,
];
