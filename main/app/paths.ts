import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { App } from 'electron';
import { defaultLibraryFolder } from '../util/library-folder.ts';

export interface Paths {
  /** Where the library's databases lie. */
  readonly library: string;
  /** Where the window keeps its own state: its place on the screen, Chromium's caches. */
  readonly window: string;
  readonly logs: string;
  /** What crashed processes leave. */
  readonly crashes: string;
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
  /** Photos and folders to open: `PATH...`, as file managers give them. */
  readonly open: readonly string[];
}

/**
 * What the command line asks for. Switches of Chromium's are among the arguments and are left alone.
 * @param appFolder in development, `electron SWITCHES FOLDER ...`: what is asked of the app follows its own folder
 */
export function parseCommandLine(args: readonly string[], workingFolder: string, appFolder?: string): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { library: { type: 'string' }, add: { type: 'string', multiple: true } },
    strict: false,
    allowPositionals: true,
  });
  const absolute = (it: unknown) => (typeof it === 'string' && it !== '' ? path.resolve(workingFolder, it) : undefined);
  const all = (them: readonly unknown[]) => them.map(absolute).filter((it) => it !== undefined);
  const own =
    appFolder === undefined ? -1 : positionals.findIndex((it) => path.resolve(workingFolder, it) === appFolder);
  return {
    library: absolute(values.library),
    add: all(values.add ?? []),
    open: all(positionals.slice(own + 1).map(asPath)),
  };
}

/** Desktop files ask for addresses (`%U`), of which those of files are paths. Any other address is no file: it stays as it is. */
function asPath(given: string): string {
  if (!/^file:\//i.test(given) || !URL.canParse(given)) return given;
  try {
    return fileURLToPath(given);
  } catch {
    return given; // of another machine (file://host/...), or with an encoded slash
  }
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
    crashes: path.join(window, 'crashes'),
    renderer: path.join(root, 'dist/renderer'),
    preload: path.join(root, 'dist/preload/index.cjs'),
    resources: app.isPackaged ? process.resourcesPath : path.join(root, 'resources'),
  };
}
