/**
 * @file Runs in the embedder process: the bytes are not trusted. Canon's CR3: boxes (ISO/IEC 14496-12) with blocks of TIFF
 * in them. Canon describes it nowhere; the boxes are as found by L. Dubos (https://github.com/lclevy/canon_cr3).
 */
import { boxesAt, type PlacedBox } from './boxes.ts';
import { type Directory, numberOf, openTiff, readDirectory } from './directories.ts';
import { type Source, within } from './source.ts';
import { exifSize, tag } from './walk-tiff.ts';
import { jpegAt, type Piece, type Preview, type Walked } from './walked.ts';

const canon = '85c0b687820f11e08111f4ce462b6a48';
const preview = 'eaf42b5e1c984b88b9fbb7dc406e4d16';
const xmpPacket = 'be7acfcb97a942e89c71999491e3afac';

export async function walkCr3(source: Source): Promise<Walked> {
  const top = await boxesAt(source, 0, source.size);
  const movie = top.find(({ type }) => type === 'moov');
  const inMovie = movie === undefined ? [] : await boxesAt(source, movie.at, movie.end);
  const own = await Promise.all(
    inMovie.filter(({ uuid }) => uuid === canon).map((box) => boxesAt(source, box.at, box.end)),
  );
  const boxes = own.flat();
  const directory = async (type: string): Promise<Directory[]> => {
    const box = boxes.find((one) => one.type === type);
    const tiff = box && (await openTiff(within(source, box.at, box.end - box.at)));
    const found = tiff && (await readDirectory(tiff, tiff.firstAt));
    return found === undefined ? [] : [found];
  };
  const [image, photo, gps] = [await directory('CMT1'), await directory('CMT2'), await directory('CMT4')];
  const previews: (Preview | undefined)[] = [];
  let sensor: Piece | undefined;
  for (const track of inMovie.filter(({ type }) => type === 'trak')) {
    const sample = await firstSample(source, track);
    if (sample === undefined) continue;
    const jpeg = await jpegAt(sample, 'JpgFromRaw');
    if (jpeg !== undefined) previews.push(jpeg);
    else if (sensor === undefined || sample.length > sensor.length) sensor = sample;
  }
  for (const box of top.filter(({ uuid }) => uuid === preview)) {
    // Eight bytes that say nothing, then the box.
    const [inner] = (await boxesAt(source, box.at + 8, box.end)).filter(({ type }) => type === 'PRVW');
    if (inner !== undefined) previews.push(await sizedJpeg(source, inner, 12, 'PreviewImage'));
  }
  const thumbnail = boxes.find(({ type }) => type === 'THMB');
  if (thumbnail !== undefined) previews.push(await sizedJpeg(source, thumbnail, 8, 'ThumbnailImage'));
  const packet = top.find(({ uuid }) => uuid === xmpPacket);
  return {
    previews: previews.filter((one) => one !== undefined),
    image,
    photo,
    gps,
    orientation: image[0] && (await numberOf(image[0], tag.orientation)),
    size: await exifSize(photo[0]),
    sensor,
    xmp: packet && { source, at: packet.at, length: packet.end - packet.at },
    iptc: undefined,
  };
}

/** `THMB` and `PRVW`: version, width, height (16 bits each), the length of the JPEG, and the JPEG a few bytes on. */
async function sizedJpeg(source: Source, box: PlacedBox, lengthAt: number, from: string): Promise<Preview | undefined> {
  const head = await source.read(box.at, 32);
  if (head.length < 32) return undefined;
  const start = head.indexOf(Buffer.of(0xff, 0xd8, 0xff));
  if (start === -1) return undefined;
  const length = head.readUInt32BE(lengthAt);
  return jpegAt({ source, at: box.at + start, length: Math.min(length, box.end - box.at - start) }, from);
}

/** Where the one picture of a track lies: its sizes (`stsz`), and where its chunks begin (`co64`, `stco`). */
async function firstSample(source: Source, track: PlacedBox): Promise<Piece | undefined> {
  let boxes = await boxesAt(source, track.at, track.end);
  for (const type of ['mdia', 'minf', 'stbl']) {
    const box = boxes.find((one) => one.type === type);
    if (box === undefined) return undefined;
    boxes = await boxesAt(source, box.at, box.end);
  }
  const read = async (type: string, length: number) => {
    const box = boxes.find((one) => one.type === type);
    return box && (await source.read(box.at, Math.min(length, box.end - box.at)));
  };
  const sizes = await read('stsz', 16);
  const wide = await read('co64', 16);
  const narrow = await read('stco', 12);
  if (sizes === undefined || sizes.length < 12) return undefined;
  const all = sizes.readUInt32BE(4);
  const length = all !== 0 ? all : sizes.length < 16 ? 0 : sizes.readUInt32BE(12);
  const at =
    wide?.length === 16 ? Number(wide.readBigUInt64BE(8)) : narrow?.length === 12 ? narrow.readUInt32BE(8) : -1;
  return at < 0 ? undefined : { source, at, length };
}
