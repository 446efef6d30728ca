/** @file Runs in the embedder process, and wherever else a picture is decoded. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
// The type only: sharp itself must not come before its remedy, see below.
import type sharpDefault from 'sharp';

export type Sharp = typeof sharpDefault;

export interface LoadedSharp {
  readonly sharp: Sharp;
  /** Something for the log: the remedy below could not be applied, and why. */
  readonly note?: string;
}

let loading: Promise<LoadedSharp> | undefined;

/**
 * sharp, set up for this app: one thread a picture (several pictures are decoded at once, which is faster), no cache
 * (no photo is decoded twice), and only the decoders that a format here asks for: an SVG or a PDF that is named .jpg
 * reaches no parser.
 */
export function loadSharp(): Promise<LoadedSharp> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * What the parent adds to the environment of a process that will call {@link loadSharp}; empty where nothing is needed.
 * It must be there when the process starts: the loader reads it only then. [Note: Why sharp is loaded twice on Linux]
 */
export function sharpEnvironment(): Record<string, string> {
  const addon = needsRemedy() ? addonFile() : undefined;
  if (addon === undefined) return {};
  const others = process.env['LD_LIBRARY_PATH'];
  return { LD_LIBRARY_PATH: libraryFolder(addon) + (others ? `:${others}` : '') };
}

/**
 * Environment of a process that loads sharp as it is, for where the remedy itself crashes (another Electron, another GLib): the
 * embedder's host gives it after two starts that did not survive the loading. Photos are read then, with more memory and noise.
 */
export const plainSharp = { LUMISIFT_SHARP: 'plain' } as const;

async function load(): Promise<LoadedSharp> {
  const isBound = needsRemedy() && process.env['LUMISIFT_SHARP'] !== plainSharp['LUMISIFT_SHARP'];
  const note = isBound ? bindToItsOwnLibraries() : undefined;
  const restore = isBound && note === undefined ? silenceWarning('SharpElectronLinux') : undefined;
  try {
    const { default: sharp } = await import('sharp');
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: decoders });
    return note === undefined ? { sharp } : { sharp, note };
  } finally {
    restore?.();
  }
}

const decoders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map((name) => `VipsForeignLoad${name}Buffer`);

/*
 * [Note: Why sharp is loaded twice on Linux]
 *
 * Electron's own binary links GTK, so the system's libgobject is in the process before sharp comes. The addon of sharp
 * asks for g_object_ref and friends by name and gets the system's, while the objects were made by the GLib inside its
 * own libvips-cpp.so: thousands of GLib-GObject-CRITICAL, no image is ever freed (385 MB after 2,000 small decodes,
 * against 125 MB and flat in plain Node), and now and then a crash.
 *
 * RTLD_DEEPBIND makes the addon prefer the libraries it names itself. But it holds for everything loaded with it: if
 * libvips-cpp.so comes in deep-bound too, its malloc is libc's and its free is Electron's, and that crashes. So first
 * a copy of the addon is loaded plainly, only to bring in libvips-cpp.so in the ordinary way; then the addon itself
 * with RTLD_DEEPBIND. The `require` inside sharp then gets the addon that is already mapped. A copy, because the loader
 * knows a file by its inode; it looks for libvips beside itself (RPATH $ORIGIN), which is wrong for a copy elsewhere:
 * hence LD_LIBRARY_PATH, see sharpEnvironment. (Preloading libvips with LD_PRELOAD crashes as well.)
 *
 * Measured in Electron 33: no criticals, 121 MB and flat after 1,600 photos; without the remedy 73,600 criticals.
 */
function bindToItsOwnLibraries(): string | undefined {
  const addon = addonFile();
  if (addon === undefined) return 'sharp could not be bound to its own libraries: its addon was not found';
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'lumisift-'));
    const copy = join(folder, 'plain.node');
    copyFileSync(addon, copy);
    process.dlopen({ exports: {} }, copy, constants.dlopen.RTLD_LAZY);
    process.dlopen({ exports: {} }, addon, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_DEEPBIND);
    return undefined;
  } catch (error) {
    return `sharp could not be bound to its own libraries: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function needsRemedy(): boolean {
  return process.platform === 'linux' && 'electron' in process.versions;
}

/** The addon of sharp for glibc, outside the archive of the installed app. Undefined on musl. */
function addonFile(): string | undefined {
  try {
    const fromSharp = createRequire(createRequire(import.meta.url).resolve('sharp'));
    const name = `sharp-linux-${process.arch}`;
    const folder = dirname(fromSharp.resolve(`@img/${name}/package`));
    const lib = outsideArchive(join(folder, 'lib'));
    const file = readdirSync(lib).find((entry) => entry.endsWith('.node'));
    return file === undefined ? undefined : join(lib, file);
  } catch {
    // Another libc, or a build of one's own. The caller makes a note of it.
    return undefined;
  }
}

/** Where the addon's own RPATH looks. */
function libraryFolder(addon: string): string {
  return join(dirname(addon), '..', '..', `sharp-libvips-linux-${process.arch}`, 'lib');
}

/** The loader of the system cannot read inside app.asar; electron-builder unpacks addons beside it. */
function outsideArchive(file: string): string {
  return file.replace(/\bapp\.asar([\\/])/, 'app.asar.unpacked$1');
}

/** @returns puts `process.emitWarning` back */
function silenceWarning(code: string): () => void {
  const original = process.emitWarning;
  const emit: (...args: never[]) => void = original;
  const filtered = (...args: unknown[]): void => {
    const options = args[1];
    if (typeof options === 'object' && options !== null && 'code' in options && options.code === code) return;
    Reflect.apply(emit, process, args);
  };
  process.emitWarning = filtered;
  return () => {
    process.emitWarning = original;
  };
}
