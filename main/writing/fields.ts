import { z } from 'zod';
import type { WriteTarget } from '../../preload/contract/writing.ts';
import type { Turn } from '../formats/turn.ts';
import { dateNames } from './date-stamps.ts';
import { flagNames } from './flag-stamps.ts';
import { placeNames } from './place-stamps.ts';
import type { Stamps } from './stamps.ts';
import type { Tool } from './tool.ts';

/** What a file has in the fields that Lumisift writes. An absent list is one that the file does not have. */
export interface FileFields {
  readonly subject: readonly string[];
  readonly hierarchical: readonly string[];
  readonly tagsList: readonly string[];
  /** IPTC-IIM, which only a picture has. */
  readonly keywords: readonly string[];
  readonly rating: number | undefined;
  readonly caption: string | undefined;
  /** Names of other fields that say the same, where the file has them: left alone, they would contradict. */
  readonly twins: readonly string[];
  /** How the picture is turned, as Exif counts: 1 where nothing is said. */
  readonly orientation: Turn | 1;
  /** Dates and places, as far as the file has them. */
  readonly stamps: Stamps;
  /**
   * Whether IPTC-IIM may be written: it says that it is UTF-8, or holds nothing that would be another text if it said so.
   */
  readonly iptc: 'utf-8' | 'plain' | 'other';
}

export const noFields: FileFields = {
  ...{ subject: [], hierarchical: [], tagsList: [], keywords: [], twins: [], stamps: {} },
  iptc: 'plain',
  rating: undefined,
  caption: undefined,
  orientation: 1,
};

export const names = {
  subject: 'XMP-dc:Subject',
  hierarchical: 'XMP-lr:HierarchicalSubject',
  tagsList: 'XMP-digiKam:TagsList',
  keywords: 'IPTC:Keywords',
  rating: 'XMP-xmp:Rating',
  caption: 'XMP-dc:Description',
  charset: 'IPTC:CodedCharacterSet',
  orientation: 'IFD0:Orientation#',
} as const;

const sidecarTwins = ['XMP-microsoft:RatingPercent'];
const pictureTwins = [
  'XMP-tiff:Orientation',
  'IFD0:Rating',
  'IFD0:RatingPercent',
  'IFD0:ImageDescription',
  'IPTC:Caption-Abstract',
  'Photoshop:IPTCDigest',
];

const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);
/** The library takes anything else for upright too. */
const orientation = z.coerce
  .number()
  .pipe(z.literal([1, 2, 3, 4, 5, 6, 7, 8]))
  .catch(1);
const text = z.string().optional().catch(undefined);

/** @throws Failure 'write-refused' when ExifTool can't read the file */
export async function readFields(tool: Tool, file: string, target: WriteTarget): Promise<FileFields> {
  const twins = target === 'embedded' ? [...sidecarTwins, ...pictureTwins] : sidecarTwins;
  const asked = Object.values(names).filter((name) => target === 'embedded' || !/^(?:IPTC|IFD0):/.test(name));
  const stamps = [...dateNames(target), ...placeNames(target), ...flagNames];
  const values = await tool.read(file, [...asked, ...twins, ...stamps, ...(target === 'embedded' ? ['IPTC:All'] : [])]);
  const rating = Number(text.parse(values[names.rating]) ?? NaN);
  return {
    subject: list.parse(values[names.subject]),
    hierarchical: list.parse(values[names.hierarchical]),
    tagsList: list.parse(values[names.tagsList]),
    keywords: list.parse(values[names.keywords]),
    rating: Number.isFinite(rating) ? rating : undefined,
    caption: text.parse(values[names.caption]),
    orientation: orientation.parse(values['IFD0:Orientation']),
    twins: twins.filter((name) => values[name] !== undefined),
    stamps: Object.fromEntries(stamps.map((name) => [name, text.parse(values[name.replace('#', '')]) ?? null])),
    iptc: text.parse(values[names.charset]) === 'UTF8' ? 'utf-8' : isPlain(values) ? 'plain' : 'other',
  };
}

/** ASCII is the same in every encoding. */
function isPlain(values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(values).every(
    ([name, value]) => !name.startsWith('IPTC') || /^[\x20-\x7e]*$/.test(JSON.stringify(value)),
  );
}
