import { brandsOf } from '../iso-boxes.ts';

/** What a kind of film file is: by its bytes, as every format here. Runs in the embedder process. */
export interface Container {
  /** As stored in the library. */
  readonly id: string;
  /** As a person calls it. */
  readonly name: string;
  /** Lower case, without the dot. Only for choosing which files to look at; the bytes decide. */
  readonly extensions: readonly string[];
  /** How it is read: boxes (ISO/IEC 14496-12), Matroska's elements, transport packets, RIFF chunks, or not at all. */
  readonly reads: 'boxes' | 'elements' | 'packets' | 'chunks' | undefined;
  /** What the window is told it plays; undefined: it can't. QuickTime's is read as MP4 is. */
  readonly mediaType: string | undefined;
  /** @param head the first 4,096 bytes, or fewer */
  matches(head: Uint8Array): boolean;
}

/** Every kind of film, asked in this order. Pictures have been asked before: HEIC and AVIF are boxes too. */
export const containers: readonly Container[] = [
  {
    ...{ id: '3gp', name: '3GP', extensions: ['3gp', '3g2', '3gpp'], reads: 'boxes', mediaType: 'video/mp4' },
    matches: (head) => /^3g[gprs2e]/.test(brandsOf(head)[0] ?? ''),
  },
  {
    ...{ id: 'mov', name: 'QuickTime', extensions: ['mov', 'qt'], reads: 'boxes', mediaType: 'video/mp4' },
    // Before there was `ftyp` a film began with any of the other boxes (QuickTime File Format, "Movie atoms").
    matches: (head) => brandsOf(head)[0] === 'qt  ' || /^(moov|mdat|wide|free|skip|pnot)/.test(latin1(head, 4, 8)),
  },
  {
    ...{ id: 'mp4', name: 'MP4', extensions: ['mp4', 'm4v'], reads: 'boxes', mediaType: 'video/mp4' },
    matches: (head) => brandsOf(head).length > 0 && !/^(crx |M4[AB] |jp2 |jxl |heic|mif1|avif)/.test(brandsOf(head)[0] ?? ''),
  },
  {
    ...{ id: 'webm', name: 'WebM', extensions: ['webm'], reads: 'elements', mediaType: 'video/webm' },
    matches: (head) => isEbml(head) && latin1(head, 0, 64).includes('webm'),
  },
  {
    ...{ id: 'mkv', name: 'Matroska', extensions: ['mkv'], reads: 'elements', mediaType: 'video/webm' },
    matches: (head) => isEbml(head),
  },
  {
    ...{ id: 'ts', name: 'MPEG-TS', extensions: ['ts', 'mts', 'm2ts', 'm2t'], reads: 'packets', mediaType: undefined },
    // Packets of 188 bytes, of camcorders and Blu-rays with four bytes of time before each (ISO/IEC 13818-1, 2.4.3.2).
    matches: (head) => isEvery(head, 0, 188) || isEvery(head, 4, 192),
  },
  {
    ...{ id: 'avi', name: 'AVI', extensions: ['avi'], reads: 'chunks', mediaType: undefined },
    matches: (head) => latin1(head, 0, 4) === 'RIFF' && latin1(head, 8, 12) === 'AVI ',
  },
  {
    ...{ id: 'wmv', name: 'Windows Media', extensions: ['wmv', 'asf'], reads: undefined, mediaType: undefined },
    matches: (head) => startsWith(head, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11),
  },
  {
    ...{ id: 'mpg', name: 'MPEG', extensions: ['mpg', 'mpeg', 'vob'], reads: undefined, mediaType: undefined },
    matches: (head) => startsWith(head, 0, 0, 1, 0xba) || startsWith(head, 0, 0, 1, 0xb3),
  },
  {
    ...{ id: 'flv', name: 'Flash Video', extensions: ['flv'], reads: undefined, mediaType: undefined },
    matches: (head) => startsWith(head, 0x46, 0x4c, 0x56, 1),
  },
]; // prettier-ignore

/** @param head the first 4,096 bytes of a file, or fewer */
export function containerOf(head: Uint8Array): Container | undefined {
  return containers.find((container) => container.matches(head));
}

export function containerById(id: string): Container | undefined {
  return containers.find((container) => container.id === id);
}

function isEbml(head: Uint8Array): boolean {
  return startsWith(head, 0x1a, 0x45, 0xdf, 0xa3);
}

function isEvery(head: Uint8Array, from: number, step: number): boolean {
  if (head.length < from + 3 * step) return false;
  for (let at = from; at < head.length; at += step) if (head[at] !== 0x47) return false;
  return true;
}

function startsWith(head: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}

function latin1(head: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...head.subarray(from, to));
}
