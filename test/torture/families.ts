import type { Family } from './family.ts';
import { appFiles } from './app-files.ts';
import { clocks } from './clocks.ts';
import { disks } from './disks.ts';
import { fuzzedFiles, hostileFiles } from './hostile-files.ts';
import { indexPages } from './index-pages.ts';
import { kills } from './kills.ts';
import { libraryLog } from './library-log.ts';
import { libraryPages } from './library-pages.ts';

/** Every kind of attack there is. A new kind is a file beside this one and a line here. */
export const families: readonly Family[] = [
  libraryPages,
  libraryLog,
  indexPages,
  hostileFiles,
  fuzzedFiles,
  appFiles,
  kills,
  disks,
  clocks,
];
