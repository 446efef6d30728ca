import { nameKey, pictureKeys, sidecarName } from '../formats/metadata/sidecar-name.ts';
import { packagePart } from './photo-package.ts';

/** Folders that systems, NAS boxes and programs fill with thumbnails, copies and rubbish. Compared in lower case. */
const ignoredFolders = new Set([
  '@eadir', // Synology
  '@tmp',
  '@recycle', // QNAP
  '@recently-snapshot',
  '#recycle',
  '#snapshot',
  '@snapshot',
  '~snapshot',
  '$recycle.bin', // Windows
  'system volume information',
  'recycler',
  'lost+found',
  '__macosx',
]);

/** Libraries of other programs whose insides are previews and copies. */
const ignoredEndings = ['.lrdata', '.lrcat-data', '.migratedphotolibrary', '.thumbnails'];
/** The same, of Capture One's sessions (below `CaptureOne`) and of darktable (`mipmaps-1a2b.d`). */
const ignoredPlaces = /(?:[\\/]captureone[\\/](?:cache|settings\d*)|(?:^|[\\/])mipmaps-[\da-f]+\.d)$/i;

/** Hidden folders, those above, and what in the libraries of other programs is not the person's. @param folder full path */
export function isIgnoredFolder(folder: string): boolean {
  const lower = lastPart(folder).toLowerCase();
  if (lower.startsWith('.') || ignoredFolders.has(lower) || ignoredEndings.some((end) => lower.endsWith(end)))
    return true;
  return ignoredPlaces.test(folder) || packagePart(folder) === 'inside';
}

/** Whether nothing in a folder is looked at but its folders: it belongs to a library of another program. */
export function isPassedThrough(folder: string): boolean {
  const part = packagePart(folder);
  return part === 'way' || part === 'inside';
}

function lastPart(folder: string): string {
  return folder.slice(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
}

/** Whether the scanner looks into a file: not hidden, and named as a picture. The bytes decide later what it is. */
export function isCandidate(name: string, extensions: ReadonlySet<string>): boolean {
  if (name.startsWith('.')) return false;
  const dot = name.lastIndexOf('.');
  return dot > 0 && extensions.has(name.slice(dot + 1).toLowerCase());
}

/**
 * Whether a file may speak of photos beside it: XMP, and the JSON of exports.
 * @param stems that JSON may have which is called as any program's could be; absent: any
 */
export function isSidecar(name: string, extensions: ReadonlySet<string>, stems?: () => ReadonlySet<string>): boolean {
  const about = sidecarName(name, extensions);
  if (about?.aboutIs !== 'stem' || stems === undefined) return about !== undefined;
  return stems().has(nameKey(about.about));
}

/** Of the pictures among `names`, and of those that they are edited copies of; as nameKey has them. */
export function stemsForJson(names: readonly string[], extensions: ReadonlySet<string>): ReadonlySet<string> {
  const keys = names.filter((name) => isCandidate(name, extensions)).map(pictureKeys);
  return new Set(keys.flatMap(({ json, jsonOfOriginals }) => [json, ...jsonOfOriginals].map(({ stem }) => stem)));
}
