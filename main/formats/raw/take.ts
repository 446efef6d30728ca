/** @file Runs in the embedder process: the bytes are not trusted. */
import { createHash } from 'node:crypto';
import type { Failure } from '../../util/failure.ts';
import type { Taken } from '../format.ts';
import { mostTextBytes, PastLimit } from '../limits.ts';
import { refusals } from '../refusals.ts';
import { tiffHeadBytes, tiffTailBytes, wrapAsTiff } from '../wrap-as-tiff.ts';
import { compactExif } from './compact-exif.ts';
import { developed } from './develop.ts';
import { type Directory, numberOf, openTiff, readDirectory, textOf } from './directories.ts';
import { dressJpeg } from './dress-jpeg.ts';
import { previewByExiftool } from './exiftool-preview.ts';
import { type RawKind, rawKinds } from './kinds.ts';
import { profileOf } from './profiles.ts';
import { limited, type Source } from './source.ts';
import { walkCr3 } from './walk-cr3.ts';
import { walkMrw, walkRaf, walkX3f } from './walk-others.ts';
import { directoriesOf, walkTiff } from './walk-tiff.ts';
import type { Colours, Piece, Preview, Walked } from './walked.ts';

/** Of directories and heads of previews together: real files need some 100 kB. */
const mostStructureBytes = 32 * 2 ** 20;
/** Where it came from that nothing in the file is a picture of it. */
export const byDeveloping = 'developed';
/** A whole preview of this size stands for one that is cut short: large enough to be looked at. */
const enoughLongEdge = 640;

/**
 * What is needed of a RAW file: the camera's own preview, what the file says of the photo, and what makes it this photo.
 * All else, some 20 to 200 MB of what the sensor saw, is not read, unless there is no preview of a good size: then it is
 * developed. [Note: What a RAW file is known by]
 * @param path of the file: where no preview of a good size is found, ExifTool is asked for one first
 * @throws Failure where there is no preview, or where the file's offsets lie
 */
export async function takeRaw(whole: Source, kind: RawKind, path?: string): Promise<Taken> {
  const { name } = rawKinds[kind];
  const { source, lift } = limited(whole, mostStructureBytes);
  let walked: Walked;
  try {
    walked = await walkRaw(source, kind);
  } catch (error) {
    if (error instanceof PastLimit) throw refusals.corrupt(name, error.message, error);
    throw error;
  }
  lift();
  const preview = await better(bestOf(walked.previews), path);
  const made = isEnough(preview) || isSensorCut(walked) ? undefined : await takeDeveloped(whole, walked, preview);
  if (made !== undefined) return made;
  if (preview === undefined) throw noPreview(walked, name);
  if (isCut(preview)) throw refusals.truncated(whole.size);
  const picture = await preview.source.read(preview.at, preview.length);
  const orientation = orientationOf(walked, preview);
  const profile = profileOf(preview.colours ?? (await coloursOf(walked, kind)));
  const bytes = {
    jpeg: () => dressJpeg(picture, orientation, profile),
    rgb: () => asTiff(picture, preview, orientation, profile),
    // It has its profile within.
    jxl: () => picture,
  }[preview.is]();
  return {
    bytes,
    content: await contentOf(walked, bytes, orientation),
    exif: await compactExif(walked),
    xmp: await read(walked.xmp),
    iptc: await read(walked.iptc),
    size: upright(walked.size, preview, orientation),
    orientation: preview.is === 'jxl' ? orientation : 1,
    from: preview.from,
  };
}

/** @param preview a small one: as long as it is all there is to know a file by, it stays the same photo */
async function takeDeveloped(whole: Source, walked: Walked, preview: Preview | undefined): Promise<Taken | undefined> {
  const { size, sensor } = walked;
  const made = await developed(whole, size, enoughLongEdge);
  if (made === undefined) return undefined;
  const { tiff, width, height } = made;
  const whatMakesIt =
    preview !== undefined && !isCut(preview)
      ? await preview.source.read(preview.at, preview.length)
      : sensor === undefined
        ? await whole.read(0, whole.size)
        : await sensor.source.read(sensor.at, sensor.length);
  const orientation = walked.orientation ?? 1;
  const asStored = orientation >= 5 ? { width: height, height: width } : { width, height };
  return {
    bytes: tiff,
    content: await contentOf(walked, whatMakesIt, orientation),
    exif: await compactExif(walked),
    xmp: await read(walked.xmp),
    iptc: await read(walked.iptc),
    size: upright(size, asStored, orientation),
    orientation: 1,
    from: byDeveloping,
  };
}

export async function walkRaw(source: Source, kind: RawKind): Promise<Walked> {
  if (kind === 'cr3') return await walkCr3(source);
  if (kind === 'raf') return await walkRaf(source);
  if (kind === 'mrw') return await walkMrw(source);
  if (kind === 'x3f') return await walkX3f(source);
  const tiff = await openTiff(source);
  return walkTiff(tiff === undefined ? [] : await directoriesOf(tiff));
}

/** The largest; a smaller one where only that is there whole. */
function bestOf(previews: readonly Preview[]): Preview | undefined {
  const largest = [...previews].sort((one, other) => pixels(other) - pixels(one));
  return (
    largest.find((preview) => !isCut(preview) && Math.max(preview.width, preview.height) >= enoughLongEdge) ??
    largest[0]
  );
}

/** Of a camera that the walkers do not know: what ExifTool finds, if that is larger. */
async function better(found: Preview | undefined, path: string | undefined): Promise<Preview | undefined> {
  if (isEnough(found) || path === undefined) return found;
  const other = await previewByExiftool(path);
  return other !== undefined && (found === undefined || isCut(found) || pixels(other) > pixels(found)) ? other : found;
}

function isEnough(preview: Preview | undefined): boolean {
  return preview !== undefined && !isCut(preview) && Math.max(preview.width, preview.height) >= enoughLongEdge;
}

const pixels = ({ width, height }: Preview) => width * height;
const isCut = ({ source, at, length }: Preview) => at + length > source.size;

function noPreview(walked: Walked, name: string): Failure {
  return isSensorCut(walked)
    ? refusals.truncated(walked.sensor?.source.size ?? 0)
    : refusals.unsupported(`this ${name} file: no preview of the camera's was found in it, and it can't be developed`);
}

function isSensorCut({ sensor }: Walked): boolean {
  return sensor !== undefined && sensor.at + sensor.length > sensor.source.size;
}

/** The RAW's own. A preview that stands upright already, as its shape tells, is not turned again. */
function orientationOf({ orientation = 1, size }: Walked, preview: Preview): number {
  if (!Number.isInteger(orientation) || orientation < 1 || orientation > 8) return 1;
  const isTurned =
    orientation >= 5 && size !== undefined && size.width > size.height !== preview.width > preview.height;
  return isTurned && preview.width !== preview.height ? 1 : orientation;
}

/** The photo's own size where it is that of its preview, only larger. */
function upright(size: Walked['size'], { width, height }: Pick<Preview, 'width' | 'height'>, orientation: number) {
  if (size === undefined) return undefined;
  const shape = size.width / size.height / (width / height);
  if (size.width < width || Math.abs(shape - 1) > 0.04 || size.width * size.height > 1e9) return undefined;
  return orientation >= 5 ? { width: size.height, height: size.width } : { width: size.width, height: size.height };
}

/** DCF 2.0: a camera writes sRGB or Adobe RGB, and the latter as "uncalibrated" with the index R03. */
async function coloursOf({ photo }: Walked, kind: RawKind): Promise<Colours | undefined> {
  const [directory] = photo;
  const space = directory && (await numberOf(directory, 0xa001));
  if (space === 2) return 'adobe-rgb';
  if (directory === undefined || space !== 0xffff) return undefined;
  const index = await interoperability(directory);
  return index === 'R03' || (index === '' && kind !== 'dng') ? 'adobe-rgb' : undefined;
}

async function interoperability(photo: Directory): Promise<string> {
  const at = await numberOf(photo, 0xa005);
  const directory = at === undefined ? undefined : await readDirectory(photo.tiff, at);
  return directory === undefined ? '' : textOf(directory, 1, 4);
}

function asTiff(rgb: Buffer, { width, height }: Preview, orientation: number, icc: Buffer | undefined): Buffer {
  const room = Buffer.alloc(tiffHeadBytes + width * height * 3 + tiffTailBytes(height, icc?.length ?? 0));
  rgb.copy(room, tiffHeadBytes, 0, width * height * 3);
  wrapAsTiff(room, { width, height, channels: 3, orientation, icc });
  return room;
}

/**
 * [Note: What a RAW file is known by]
 * Its preview and a beginning of what its sensor saw, and how it is turned. Keywords written into a DNG change neither; two
 * photos never share the noise of a sensor, however alike their previews are; and what is read stays small.
 */
async function contentOf({ sensor }: Walked, picture: Buffer, orientation: number): Promise<Uint8Array> {
  const hash = createHash('sha256').update(`raw\0${orientation}\0`).update(picture);
  if (sensor !== undefined) {
    const seen = await sensor.source.read(sensor.at, Math.min(sensor.length, sensorBytes));
    hash.update(`${sensor.length}\0`).update(seen);
  }
  return hash.digest();
}
const sensorBytes = 64 * 1024;

async function read(piece: Piece | undefined): Promise<Buffer | undefined> {
  if (piece === undefined || piece.length > mostTextBytes) return undefined;
  return piece.source.read(piece.at, piece.length);
}
