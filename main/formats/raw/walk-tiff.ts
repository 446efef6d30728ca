/**
 * @file Runs in the embedder process: the bytes are not trusted. Most RAW files are TIFFs (TIFF 6.0; TIFF/EP, ISO 12234-2;
 * DNG 1.7.1): directories in a chain and below each other, of which some hold previews and one what the sensor saw.
 */
import { type Directory, numberOf, numbersOf, readDirectory, textOf, type Tiff } from './directories.ts';
import { readJpegHead } from './jpeg-head.ts';
import { previewsInNotes } from './makernotes.ts';
import { type Colours, jpegAt, type Piece, type Preview, type Walked } from './walked.ts';

export const tag = {
  subfileType: 0xfe, width: 0x100, height: 0x101, bits: 0x102, compression: 0x103, photometric: 0x106, make: 0x10f, model: 0x110,
  stripAt: 0x111, orientation: 0x112, samples: 0x115, stripBytes: 0x117, panasonicAt: 0x118, subDirectories: 0x14a, tileAt: 0x144, tileBytes: 0x145, jpegAt: 0x201,
  jpegBytes: 0x202, xmp: 0x2bc, iptc: 0x83bb, exif: 0x8769, gps: 0x8825, kodak: 0xfe00, kodakBorders: 0x8290, dngVersion: 0xc612,
  previewColours: 0xc71a, cfaPattern: 0x828e, leaf: 0x8606, panasonicJpeg: 0x2e, panasonicJpeg2: 0x127, exifWidth: 0xa002, exifHeight: 0xa003,
} as const; // prettier-ignore

/** What the sensor saw: a colour filter array, and the linear one of DNG. */
const ofSensor: ReadonlySet<number> = new Set([32_803, 34_892]);
/** No pictures but of their shape or distance (DNG 1.7.1: transparency, depth, semantic masks). */
const ofMasks: ReadonlySet<number> = new Set([4, 51_177, 52_527]);
/** Makers' own packings of sensor data: Sony, two of Epson's and Samsung's, Nikon, Kodak, Pentax. */
const packings: ReadonlySet<number> = new Set([32_767, 32_769, 32_770, 32_772, 34_713, 65_000, 65_535]);
const jpegXl = 52_546;

const mostDirectories = 64;
/** Directories below directories: SubIFDs have SubIFDs in no file that is known. */
const mostDepth = 4;

export interface Place {
  readonly directory: Directory;
  /** `IFD0`, `IFD1` in the chain, `SubIFD`, `ExifIFD`. */
  readonly name: string;
}

/** Every directory once, whatever points at it: the chain, and what lies below each of it. */
export async function directoriesOf(tiff: Tiff): Promise<Place[]> {
  const places: Place[] = [];
  const seen = new Set<number>();
  const visit = async (start: number, nameOf: (i: number) => string, depth: number): Promise<void> => {
    let at = start;
    for (let i = 0; at !== 0 && !seen.has(at) && places.length < mostDirectories; i++) {
      seen.add(at);
      const directory = await readDirectory(tiff, at);
      if (directory === undefined) return;
      places.push({ directory, name: nameOf(i) });
      if (depth < mostDepth)
        for (const [pointer, name] of pointers)
          for (const below of await numbersOf(directory, pointer)) await visit(below, () => name, depth + 1);
      // A SubIFD has no chain that means something, but some makers leave rubbish there.
      if (depth > 0) return;
      at = directory.next;
    }
  };
  await visit(tiff.firstAt, (i) => `IFD${i}`, 0);
  return places;
}

const pointers = [
  [tag.subDirectories, 'SubIFD'],
  [tag.exif, 'ExifIFD'],
  [tag.gps, 'GPS'],
  [tag.kodak, 'KodakIFD'],
  [tag.kodakBorders, 'KDC_IFD'],
] as const;

export async function walkTiff(places: readonly Place[]): Promise<Walked> {
  const previews: Preview[] = [];
  let sensor: (Piece & { width: number; height: number }) | undefined;
  const image = places.filter(({ name }) => name.startsWith('IFD')).map(({ directory }) => directory);
  const photo = places.filter(({ name }) => name === 'ExifIFD').map(({ directory }) => directory);
  const make = image[0] === undefined ? '' : await textOf(image[0], tag.make);
  for (const { directory, name } of places) {
    if (name === 'GPS') continue;
    if (name === 'ExifIFD') previews.push(...(await previewsInNotes(directory, make)));
    const raw = await sensorIn(directory);
    if (raw === undefined) previews.push(...(await previewsIn(directory, name)));
    else {
      // Pentax and Panasonic keep previews and sensor in one directory.
      previews.push(...(await namedPreviews(directory, name)));
      if (sensor === undefined || raw.width * raw.height > sensor.width * sensor.height) sensor = raw;
    }
  }
  return {
    previews,
    image: image.slice(0, 1),
    photo,
    gps: places.filter(({ name }) => name === 'GPS').map(({ directory }) => directory),
    orientation: image[0] && (await numberOf(image[0], tag.orientation)),
    size: sensor !== undefined && sensor.width > 0 ? sensor : await exifSize(photo[0]),
    sensor,
    xmp: image[0] && pieceOf(image[0], tag.xmp),
    iptc: image[0] && pieceOf(image[0], tag.iptc),
  };
}

/** Whether a directory holds what a sensor saw. */
export async function isOfSensor(directory: Directory): Promise<boolean> {
  const [photometric = -1, compression = -1] = [
    await numberOf(directory, tag.photometric),
    await numberOf(directory, tag.compression),
  ];
  if (ofSensor.has(photometric) || packings.has(compression)) return true;
  return directory.entries.has(tag.cfaPattern) && ((await numberOf(directory, tag.samples)) ?? 1) === 1;
}

async function sensorIn(directory: Directory): Promise<(Piece & { width: number; height: number }) | undefined> {
  const { source, version } = directory.tiff;
  const [at] = [...(await numbersOf(directory, tag.stripAt)), ...(await numbersOf(directory, tag.tileAt))];
  const [length = 0] = [
    ...(await numbersOf(directory, tag.stripBytes)),
    ...(await numbersOf(directory, tag.tileBytes)),
  ];
  if (version === 0x55) return await panasonicSensor(directory);
  const isRaw = (await isOfSensor(directory)) || (await isLossless(directory, at));
  if (!isRaw || at === undefined) return undefined;
  const [width = 0, height = 0] = [await numberOf(directory, tag.width), await numberOf(directory, tag.height)];
  return { source, at, length, width, height };
}

/** Canon's CR2: said by nothing but its JPEG, which is a lossless one. */
async function isLossless(directory: Directory, at: number | undefined): Promise<boolean> {
  if (at === undefined || (await numberOf(directory, tag.compression)) !== 6) return false;
  return (await readJpegHead(directory.tiff.source, at))?.isPicture === false;
}

/** Panasonic's RW2 has numbers of its own: the borders of the picture (4 to 7), and where the data begin. */
async function panasonicSensor(directory: Directory) {
  const at = await numberOf(directory, tag.panasonicAt);
  const [top, left, bottom, right] = await Promise.all([4, 5, 6, 7].map((border) => numberOf(directory, border)));
  if (at === undefined) return undefined;
  const { source } = directory.tiff;
  const [width, height] = [(right ?? 0) - (left ?? 0), (bottom ?? 0) - (top ?? 0)];
  return { source, at, length: source.size - at, width: Math.max(0, width), height: Math.max(0, height) };
}

async function previewsIn(directory: Directory, name: string): Promise<Preview[]> {
  const subfile = (await numberOf(directory, tag.subfileType)) ?? 0;
  const photometric = (await numberOf(directory, tag.photometric)) ?? 0;
  const found = await namedPreviews(directory, name);
  if ((subfile & 4) !== 0 || ofMasks.has(photometric)) return found;
  const piece = await stripsOf(directory);
  if (piece === undefined) return found;
  const compression = await numberOf(directory, tag.compression);
  const colours = await coloursOf(directory);
  const [width = 0, height = 0] = [await numberOf(directory, tag.width), await numberOf(directory, tag.height)];
  if (compression === 6 || compression === 7) {
    const preview = await jpegAt(piece, nameOf(name, width), colours);
    if (preview !== undefined) found.push(preview);
  } else if (compression === jpegXl && width > 0 && height > 0)
    found.push({ ...piece, is: 'jxl', width, height, from: `${name} JPEG XL`, colours });
  else if (compression === 1 && photometric === 2 && piece.length >= width * height * 3 && width > 0) {
    const bits = await numbersOf(directory, tag.bits);
    const isWhole = piece.at + width * height * 3 <= piece.source.size;
    if (bits.every((one) => one === 8) && bits.length === 3 && height > 0 && width * height < 2 ** 26 && isWhole)
      found.push({ ...piece, length: width * height * 3, is: 'rgb', width, height, from: `${name} RGB`, colours });
  }
  return found;
}

/** JPEGs that tags of their own point at. */
async function namedPreviews(directory: Directory, name: string): Promise<Preview[]> {
  const { source } = directory.tiff;
  const found: (Preview | undefined)[] = [];
  const [at, length] = [await numberOf(directory, tag.jpegAt), await numberOf(directory, tag.jpegBytes)];
  if (at !== undefined && length !== undefined)
    found.push(
      await jpegAt(
        { source, at, length },
        name === 'IFD1' ? 'ThumbnailImage' : 'PreviewImage',
        await coloursOf(directory),
      ),
    );
  for (const [number, from] of [
    [tag.panasonicJpeg, 'JpgFromRaw'],
    [tag.panasonicJpeg2, 'JpgFromRaw2'],
  ] as const) {
    const entry = directory.tiff.version === 0x55 ? directory.entries.get(number) : undefined;
    if (entry !== undefined) found.push(await jpegAt({ source, at: entry.at, length: entry.bytes }, from));
  }
  return found.filter((preview) => preview !== undefined);
}

/** As ExifTool calls them: the JPEG as large as the photo, and smaller ones. */
function nameOf(name: string, width: number): string {
  return name === 'SubIFD' ? (width > 3_000 ? 'JpgFromRaw' : 'PreviewImage') : `${name} JPEG`;
}

/** The strips of a directory where they lie in one piece, as those of previews do. */
async function stripsOf(directory: Directory): Promise<Piece | undefined> {
  const { source } = directory.tiff;
  const starts = await numbersOf(directory, tag.stripAt);
  const lengths = await numbersOf(directory, tag.stripBytes);
  const [at] = starts;
  if (at === undefined || starts.length !== lengths.length) return undefined;
  let length = 0;
  for (const [i, start] of starts.entries()) {
    if (start !== at + length) return undefined;
    length += lengths[i] ?? 0;
  }
  return { source, at, length };
}

async function coloursOf(directory: Directory): Promise<Colours | undefined> {
  const number = await numberOf(directory, tag.previewColours);
  return ([undefined, undefined, 'srgb', 'adobe-rgb', 'prophoto-rgb'] as const)[number ?? 0];
}

export async function exifSize(photo: Directory | undefined): Promise<{ width: number; height: number } | undefined> {
  if (photo === undefined) return undefined;
  const [width, height] = [await numberOf(photo, tag.exifWidth), await numberOf(photo, tag.exifHeight)];
  return width && height ? { width, height } : undefined;
}

export function pieceOf({ tiff, entries }: Directory, number: number): Piece | undefined {
  const entry = entries.get(number);
  return entry && { source: tiff.source, at: entry.at, length: entry.bytes };
}
