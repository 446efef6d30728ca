import path from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from 'electron';
import { defaultLibraryFolder } from '../util/library-folder.ts';

export interface Paths {
  /** Where the library's databases lie. */
  readonly library: string;
  /** Where the window keeps its own state: its place on the screen, Chromium's caches. */
  readonly window: string;
  readonly logs: string;
  /** The built page and preload script. */
  readonly renderer: string;
  readonly preload: string;
  /** What came with the app: models, vocabularies, icons. */
  readonly resources: string;
}

export interface Asked {
  /** `--library DIR` */
  readonly library: string | undefined;
  /** `--add DIR`, as often as wanted. */
  readonly add: readonly string[];
}

/** What the command line asks for. Switches of Chromium's are among the arguments and are left alone. */
export function parseCommandLine(args: readonly string[], workingFolder: string): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: { library: { type: 'string' }, add: { type: 'string', multiple: true } },
    strict: false,
  });
  const absolute = (it: unknown) => (typeof it === 'string' && it !== '' ? path.resolve(workingFolder, it) : undefined);
  return {
    library: absolute(values.library),
    add: (values.add ?? []).map(absolute).filter((it) => it !== undefined),
  };
}

/**
 * A library elsewhere has its window's state beside it: each library then has an instance of the app of its own, since
 * Electron allows one for each `userData`.
 */
export function choosePaths(app: Pick<App, 'getPath' | 'getAppPath' | 'isPackaged'>, asked?: string): Paths {
  const { LUMISIFT_LIBRARY: _chosen, ...plain } = process.env;
  const usual = defaultLibraryFolder(plain);
  const library = asked ?? defaultLibraryFolder();
  const window = library === usual ? app.getPath('userData') : path.join(library, 'window');
  const root = app.getAppPath();
  return {
    library,
    window,
    logs: path.join(window, 'logs'),
    renderer: path.join(root, 'dist/renderer'),
    preload: path.join(root, 'dist/preload/index.cjs'),
    resources: app.isPackaged ? process.resourcesPath : path.join(root, 'resources'),
  };
}
