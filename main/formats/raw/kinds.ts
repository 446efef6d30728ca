import { brandsOf } from '../iso-boxes.ts';
import { numberOf, openTiff, textOf } from './directories.ts';
import type { Source } from './source.ts';
import { directoriesOf, isOfSensor, type Place, tag } from './walk-tiff.ts';

/**
 * Every kind of RAW file, by the name under which the library stores it, with the endings of its files. What is `raw` is one
 * by its bytes, of a camera that is not known here.
 */
export const rawKinds = {
  cr2: { name: 'CR2', extensions: ['cr2'] },
  cr3: { name: 'CR3', extensions: ['cr3'] },
  crw: { name: 'CRW', extensions: ['crw'] },
  nef: { name: 'NEF', extensions: ['nef', 'nrw'] },
  arw: { name: 'ARW', extensions: ['arw', 'sr2', 'srf'] },
  raf: { name: 'RAF', extensions: ['raf'] },
  orf: { name: 'ORF', extensions: ['orf', 'ori'] },
  rw2: { name: 'RW2', extensions: ['rw2', 'rwl'] },
  dng: { name: 'DNG', extensions: ['dng', 'gpr'] },
  pef: { name: 'PEF', extensions: ['pef', 'ptx'] },
  srw: { name: 'SRW', extensions: ['srw'] },
  '3fr': { name: '3FR', extensions: ['3fr', 'fff'] },
  iiq: { name: 'IIQ', extensions: ['iiq'] },
  erf: { name: 'ERF', extensions: ['erf'] },
  kdc: { name: 'KDC', extensions: ['kdc', 'dcr', 'k25'] },
  mrw: { name: 'MRW', extensions: ['mrw'] },
  x3f: { name: 'X3F', extensions: ['x3f'] },
  mef: { name: 'MEF', extensions: ['mef'] },
  mos: { name: 'MOS', extensions: ['mos'] },
  raw: { name: 'RAW', extensions: ['raw'] },
} as const;
export type RawKind = keyof typeof rawKinds;

/** @param head the first 4,096 bytes. @returns the kinds that begin with something of their own */
export function kindByHead(head: Uint8Array): RawKind | undefined {
  const ascii = String.fromCharCode(...head.subarray(0, 64));
  if (ascii.startsWith('FUJIFILMCCD-RAW')) return 'raf';
  if (ascii.startsWith('FOVb')) return 'x3f';
  if (/^\0MR[MI]/.test(ascii)) return 'mrw';
  if (ascii.startsWith('HEAPCCDR', 6)) return 'crw';
  if (brandsOf(head)[0] === 'crx ') return 'cr3';
  if (/^(IIRO|IIRS|MMOR)/.test(ascii)) return 'orf';
  if (ascii.startsWith('IIU\0')) return 'rw2';
  if (/^II\*\0....CR/s.test(ascii)) return 'cr2';
  return /^II\*\0....IIII|^MM\0\*....MMMM/s.test(ascii) ? 'iiq' : undefined;
}

/** The others are TIFFs, and told from pictures in a TIFF by what their directories hold. */
export async function rawKindOf(source: Source): Promise<RawKind | undefined> {
  const byHead = kindByHead(await source.read(0, 4096));
  if (byHead !== undefined) return byHead;
  const tiff = await openTiff(source);
  const places = tiff === undefined ? [] : await directoriesOf(tiff);
  const [first] = places;
  if (first === undefined) return undefined;
  if (first.directory.entries.has(tag.dngVersion)) return 'dng';
  const make = await textOf(first.directory, tag.make);
  const ofMaker = makers.find(([pattern]) => pattern.test(make))?.[1];
  if (first.directory.entries.has(tag.leaf)) return 'mos';
  for (const { directory } of places) if (await isOfSensor(directory)) return ofMaker ?? 'raw';
  const isOdd = (ofMaker === 'nef' && (await hasCopyFirst(places))) || (ofMaker === 'kdc' && hasKodaks(places));
  return isOdd ? ofMaker : undefined;
}

const makers: readonly (readonly [RegExp, RawKind])[] = [
  [/^nikon/i, 'nef'],
  [/^sony/i, 'arw'],
  [/^(pentax|asahi|ricoh)/i, 'pef'],
  [/^samsung/i, 'srw'],
  [/^(hasselblad|imacon)/i, '3fr'],
  [/^(seiko )?epson/i, 'erf'],
  [/^(eastman )?kodak/i, 'kdc'],
  [/^mamiya/i, 'mef'],
  [/^leaf/i, 'mos'],
  [/^phase/i, 'iiq'],
  [/^canon/i, 'cr2'],
  [/^olympus|^om digital/i, 'orf'],
  [/^(panasonic|leica)/i, 'rw2'],
];

/** Of Nikon's scanners: RGB, below a small copy of it. */
async function hasCopyFirst([first, ...others]: readonly Place[]): Promise<boolean> {
  const subfile = first && (await numberOf(first.directory, tag.subfileType));
  return subfile === 1 && others.some(({ name }) => name === 'SubIFD');
}

function hasKodaks(places: readonly Place[]): boolean {
  return places.some(({ name }) => name === 'KodakIFD' || name === 'KDC_IFD');
}
