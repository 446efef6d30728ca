import { sidecarName } from '../formats/metadata/sidecar-name.ts';

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
const ignoredEndings = ['.lrdata', '.lrcat-data', '.aplibrary', '.migratedphotolibrary', '.thumbnails'];

/** Hidden folders, and those above. `name` is one path part. */
export function isIgnoredFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('.') || ignoredFolders.has(lower) || ignoredEndings.some((end) => lower.endsWith(end));
}

/** Whether the scanner looks into a file: not hidden, and named as a picture. The bytes decide later what it is. */
export function isCandidate(name: string, extensions: ReadonlySet<string>): boolean {
  if (name.startsWith('.')) return false;
  const dot = name.lastIndexOf('.');
  return dot > 0 && extensions.has(name.slice(dot + 1).toLowerCase());
}

/** Whether a file may speak of photos beside it: XMP, and the JSON of exports. */
export function isSidecar(name: string, extensions: ReadonlySet<string>): boolean {
  return sidecarName(name, extensions) !== undefined;
}
