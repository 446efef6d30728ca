/**
 * @file Runs in the embedder process: the bytes are not trusted. Containers that their makers describe nowhere: the numbers
 * are those that ExifTool's and LibRaw's authors found.
 */
import { type Directory, numberOf, openTiff } from './directories.ts';
import { readJpegHead } from './jpeg-head.ts';
import { type Source, within } from './source.ts';
import { directoriesOf, tag, walkTiff } from './walk-tiff.ts';
import { jpegAt, type Piece, type Preview, type Walked } from './walked.ts';

/** Fujifilm's RAF: a header that says where a whole JPEG with its Exif lies, and the sensor's data. */
export async function walkRaf(source: Source): Promise<Walked> {
  const head = await source.read(0, 108);
  if (head.length < 108) return nothing;
  const [at, length, sensorAt, sensorBytes] = [84, 88, 100, 104].map((place) => head.readUInt32BE(place));
  const jpeg = await jpegAt({ source, at: at ?? -1, length: length ?? 0 }, 'PreviewImage');
  const said = jpeg === undefined ? nothing : await saidBy(jpeg);
  const sensor = sensorBytes ? { source, at: sensorAt ?? 0, length: sensorBytes } : undefined;
  return { ...said, previews: jpeg === undefined ? [] : [jpeg], sensor };
}

/** Minolta's MRW: blocks of name, length, content; `TTW` holds a TIFF structure. */
export async function walkMrw(source: Source): Promise<Walked> {
  const isLittle = (await source.read(0, 4)).toString('latin1') === '\0MRI';
  const head = await source.read(4, 4);
  if (head.length < 4) return nothing;
  const long = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const end = Math.min(source.size, 8 + long(head, 0));
  let size: { width: number; height: number } | undefined;
  let walked = nothing;
  for (let at = 8, blocks = 0; at + 8 <= end && blocks < 64; blocks++) {
    const block = await source.read(at, 24);
    if (block.length < 8) break;
    const name = block.toString('latin1', 1, 4);
    const length = long(block, 4);
    if (name === 'TTW') {
      // Offsets of previews in the notes go beyond the block: they count from its beginning.
      const tiff = await openTiff(within(source, at + 8, Infinity));
      if (tiff !== undefined) walked = await walkTiff(await directoriesOf(tiff));
    }
    if (name === 'PRD' && block.length >= 24) {
      const short = (place: number) => (isLittle ? block.readUInt16LE(place) : block.readUInt16BE(place));
      size = { height: short(20), width: short(22) };
    }
    at += 8 + length;
  }
  return { ...walked, size: size ?? walked.size, sensor: { source, at: end, length: source.size - end } };
}

const sigmaSections = 100;

/** Sigma's X3F: a directory at the end says where its sections lie; images of format 18 are JPEGs. */
export async function walkX3f(source: Source): Promise<Walked> {
  const tail = await source.read(source.size - 4, 4);
  if (tail.length < 4) return nothing;
  const directoryAt = tail.readUInt32LE(0);
  const head = await source.read(directoryAt, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'SECd') return nothing;
  const previews: Preview[] = [];
  let sensor: (Piece & { width: number; height: number }) | undefined;
  for (let i = 0; i < Math.min(head.readUInt32LE(8), sigmaSections); i++) {
    const entry = await source.read(directoryAt + 12 + i * 12, 12);
    if (entry.length < 12) break;
    const [at, length] = [entry.readUInt32LE(0), entry.readUInt32LE(4)];
    if (!/^IMA[G2]$/.test(entry.toString('latin1', 8, 12))) continue;
    const section = await source.read(at, 28);
    if (section.length < 28 || section.toString('latin1', 0, 4) !== 'SECi') continue;
    const [format, width, height] = [12, 16, 20].map((place) => section.readUInt32LE(place));
    const piece = { source, at: at + 28, length: length - 28, width: width ?? 0, height: height ?? 0 };
    const jpeg = format === 18 ? await jpegAt(piece, 'PreviewImage') : undefined;
    const isRgb = format === 3 && piece.length >= piece.width * piece.height * 3 && piece.width * piece.height > 0;
    if (jpeg !== undefined) previews.push(jpeg);
    else if (isRgb)
      previews.push({ ...piece, length: piece.width * piece.height * 3, is: 'rgb', from: 'PreviewImage' });
    else if (sensor === undefined || piece.length > sensor.length) sensor = piece;
  }
  const largest = [...previews].filter(({ is }) => is === 'jpeg').sort((a, b) => b.width - a.width)[0];
  const said = largest === undefined ? nothing : await saidBy(largest);
  // The header turns the picture where no Exif does: degrees, clockwise.
  const turned = (await source.read(0, 40)).subarray(36);
  const degrees = turned.length === 4 ? turned.readUInt32LE(0) : 0;
  const byHeader = ({ 90: 6, 180: 3, 270: 8 } as Readonly<Record<number, number>>)[degrees]; // others are not there
  return { ...said, previews, orientation: said.orientation ?? byHeader, size: sensor ?? said.size, sensor };
}

/** What a JPEG's own Exif says, of containers that leave that to their preview. */
async function saidBy({ source, at }: Preview): Promise<Walked> {
  const head = await readJpegHead(source, at);
  if (head?.exif === undefined) return nothing;
  const tiff = await openTiff(within(source, head.exif.at, head.exif.length));
  if (tiff === undefined) return nothing;
  const places = await directoriesOf(tiff);
  const walked = await walkTiff(places);
  const image: Directory | undefined = walked.image[0];
  return { ...walked, previews: [], orientation: image && (await numberOf(image, tag.orientation)) };
}

const nothing: Walked = {
  previews: [],
  image: [],
  photo: [],
  gps: [],
  orientation: undefined,
  size: undefined,
  sensor: undefined,
  xmp: undefined,
  iptc: undefined,
};
