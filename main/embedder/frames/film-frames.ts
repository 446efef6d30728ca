/** @file Runs in the embedder process: the bytes are not trusted. */
import type { EncodedFrame } from '../../../preload/contract/frames.ts';
import type { Pixels } from '../../formats/format.ts';
import { decodeInWorker } from '../../formats/heic-pool.ts';
import { mostIndexBytes } from '../../formats/limits.ts';
import { maxPixels, refusals } from '../../formats/refusals.ts';
import { targetSize } from '../../formats/target-size.ts';
import { outOfAnnexB } from '../../formats/video/annex-b.ts';
import { isDisposable } from '../../formats/video/disposable.ts';
import { isInstant } from '../../formats/video/instant.ts';
import type { Film, FilmCodec, FilmPacket } from '../../formats/video/film.ts';
import { keyAsHeic } from '../../formats/video/key-as-heic.ts';
import { toPixels } from '../../formats/with-sharp.ts';
import type { WantedSize } from '../../formats/format.ts';
import { type Pace, type Run, runsOf } from '../../pipeline/film-runs.ts';
import { Failure } from '../../util/failure.ts';
import type { FilmPage, Picture } from './film-page.ts';

export interface FilmFrame {
  readonly atS: number;
  readonly pixels: Pixels;
}

/** Frames handed over at a time: so much is in memory, and so much is lost where the page ends. */
const bytesAtOnce = 8 * 2 ** 20;
const framesAtOnce = 48;
/** Runs of one film that are decoded at a time, each by a decoder of its own: a key frame alone keeps one thread busy. */
const runsAtOnce = 2;
/** Of larger frames one at a time: a decoder holds up to 17 of them. 4K. */
const mostPixelsAtOnce = 4096 * 2304;
/** Frames of one film that are decoded only to reach another: half an hour without a key frame, 30 a second. */
const mostBetween = 54_000;

/**
 * The frames that a film's moments are chosen from, in their order.
 * @param wanted how large, as for a picture
 * @throws Failure where no frame can be decoded; what comes before a damaged part counts
 */
export async function* framesOf(
  film: Film,
  page: FilmPage,
  wanted: WantedSize,
  durationS: number,
  pace?: Pace,
): AsyncGenerator<FilmFrame> {
  const { codec } = film;
  if (film.width * film.height > maxPixels) throw refusals.tooManyPixels(film.width, film.height);
  if (codec.is === 'none') return;
  const opened = codec.is === 'window' ? openInPage(film, page, wanted) : undefined;
  let isByPage = opened !== undefined;
  /** @returns a failure where a part of the film is damaged: the others are not */
  const picturesOf = async (run: Run): Promise<readonly FilmFrame[] | Failure | undefined> => {
    try {
      const pictures = isByPage ? await opened?.decode(run) : undefined;
      if (pictures !== undefined) return pictures;
      isByPage = false;
      const one = await keyAlone(film, run.key, wanted);
      return one && [{ ...one, atS: Math.max(0, one.atS) }];
    } catch (error) {
      if (error instanceof Failure && ['corrupt', 'truncated'].includes(error.kind)) return error;
      throw error;
    }
  };
  let found = 0;
  let failure: Failure | undefined;
  try {
    for await (const pictures of ahead(runsOf(film, durationS, pace), picturesOf)) {
      if (pictures === undefined) return;
      if (pictures instanceof Failure) failure ??= pictures;
      else {
        found += pictures.length;
        yield* pictures;
      }
    }
  } finally {
    opened?.close();
  }
  // A film that names its codec, and has none of its frames.
  if (found === 0) throw failure ?? refusals.noPictures(film.codecName);
}

/** Begins with the next ones while one is looked at: the page decodes, draws and answers on its own cores. */
async function* ahead<T, R>(source: AsyncIterable<T>, begin: (one: T) => Promise<R>): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for await (const one of source) {
    const next = begin(one);
    next.catch(() => undefined); // whoever comes to it is told; where nobody does, the film was left before
    begun.push(next);
    const [first] = begun.length > runsAtOnce ? begun.splice(0, 1) : [];
    if (first !== undefined) yield await first;
  }
  for (const last of begun) yield await last;
}

/** Frames of one run alone. @returns none where nothing here decodes them */
export async function framesAt(
  film: Film,
  page: FilmPage,
  wanted: WantedSize,
  run: Run,
): Promise<readonly FilmFrame[]> {
  if (film.width * film.height > maxPixels) throw refusals.tooManyPixels(film.width, film.height);
  const opened = openInPage(film, page, wanted);
  try {
    const found = await opened?.decode(run);
    if (found !== undefined) return found;
  } finally {
    opened?.close();
  }
  const alone = await keyAlone(film, run.key, wanted);
  return alone === undefined ? [] : [alone];
}

function openInPage(film: Film, page: FilmPage, wanted: WantedSize) {
  const { codec, codedWidth, codedHeight, rotation } = film;
  if (codec.is !== 'window') return undefined;
  const count = codedWidth * codedHeight > mostPixelsAtOnce ? 1 : runsAtOnce;
  /** A decoder each, with what it has to do before. */
  const lanes = Array.from({ length: count }, () => ({ film: page.nextFilm(), last: Promise.resolve() }));
  let turn = 0;
  const window = codec;
  const config = {
    ...{ codec: codec.codec, description: codec.description, codedWidth, codedHeight, rotation },
    ...targetSize(Math.max(1, film.width), Math.max(1, film.height), wanted),
  };
  let between = 0;
  let opener: Promise<EncodedFrame | undefined> | undefined;
  return {
    /** @returns undefined where there is no decoder for it */
    decode(run: Run): Promise<readonly FilmFrame[] | undefined> {
      const lane = lanes[turn++ % lanes.length] as (typeof lanes)[number]; // there is one
      const pictures = lane.last.then(() => decodeIn(lane.film, run));
      lane.last = pictures.then(
        () => undefined,
        () => undefined,
      );
      return pictures;
    },
    close: () => lanes.forEach(({ film: number }) => page.close(number)),
  };

  async function decodeIn(number: number, { key, wantedS }: Run): Promise<readonly FilmFrame[] | undefined> {
    const asked = { film: number, ...config };
    const pictures: Picture[] = [];
    let slice: EncodedFrame[] = [];
    let wantedUs: number[] = [];
    let bytes = 0;
    const send = async (isEnd: boolean): Promise<boolean> => {
      const frames = slice;
      const times = wantedUs;
      [slice, wantedUs, bytes] = [[], [], 0];
      const got = await page.decode(asked, frames, times, isEnd);
      pictures.push(...(got ?? []));
      return got !== undefined;
    };
    let left = [...wantedS];
    let isOpened = false;
    for (let packet: FilmPacket | undefined = key; packet !== undefined && left.length > 0;) {
      const atUs = Math.round(packet.atS * 1e6);
      if (packet.sizeBytes > mostIndexBytes) break;
      const data = await packet.data();
      if (packet === key && !isInstant(window, data)) {
        const before = await (opener ??= openerOf(film, window));
        if (before !== undefined) {
          slice.push(before);
          bytes += before.data.length;
          isOpened = true;
        }
      }
      const isWanted = packet.atS >= (left[0] ?? 0) - 1e-6;
      if (isWanted || packet === key || !isDisposable(window, data)) {
        slice.push({ data, atUs, isKey: packet.isKey && !isOpened });
        bytes += packet.sizeBytes;
      }
      if (isWanted) {
        wantedUs.push(atUs);
        left = left.slice(1);
      }
      if (packet !== key) between += 1;
      if (between > mostBetween) left = [];
      if (left.length === 0) break;
      if ((slice.length >= framesAtOnce || bytes >= bytesAtOnce) && !(await send(false))) return undefined;
      packet = await film.next(packet);
      if (packet?.isKey === true) break;
    }
    if (!(await send(true))) return undefined;
    return pictures.map(({ atUs, pixels }) => ({ atS: atUs / 1e6, pixels })).sort((a, b) => a.atS - b.atS);
  }
}

/** The frame at the film's beginning that a decoder may begin with, for those that it may not. */
async function openerOf(film: Film, codec: Extract<FilmCodec, { is: 'window' }>): Promise<EncodedFrame | undefined> {
  const first = await film.keyAt(0);
  if (first === undefined || first.sizeBytes > mostIndexBytes) return undefined;
  const data = await first.data();
  return isInstant(codec, data) ? { data, atUs: Math.round(first.atS * 1e6), isKey: true } : undefined;
}

/** Without the page: a JPEG, or a key frame of HEVC as a picture of its own. @returns undefined for what neither is */
async function keyAlone(film: Film, key: FilmPacket, wanted: WantedSize): Promise<FilmFrame | undefined> {
  const { codec, codedWidth: width, codedHeight: height, rotation } = film;
  const target = targetSize(Math.max(1, film.width), Math.max(1, film.height), wanted);
  if (key.sizeBytes > mostIndexBytes) return undefined;
  if (codec.is === 'jpeg') {
    const turned = rotation % 180 === 0 ? target : { width: target.height, height: target.width };
    const pixels = await toPixels(await key.data(), turned, { failOn: 'truncated' }).catch((error: unknown) => {
      throw refusals.corrupt('Motion JPEG', error instanceof Error ? error.message : String(error), error);
    });
    return { atS: key.atS, pixels: turn(pixels, rotation) };
  }
  if (codec.is !== 'window' || !/^h(ev|vc)1/.test(codec.codec)) return undefined;
  const data = await key.data();
  // Of a transport stream a key frame brings its parameter sets along.
  const whole = codec.description === undefined ? outOfAnnexB(data) : { frame: data, configuration: codec.description };
  if (whole === undefined) return undefined;
  const bytes = keyAsHeic(whole.frame, whole.configuration, { width, height, rotation });
  const answer = await decodeInWorker({ bytes, maxPixels, exifOrientation: 1 });
  if (answer.is !== 'decoded') throw refusals.corrupt('HEVC', 'message' in answer ? answer.message : 'it is too large');
  return { atS: key.atS, pixels: await toPixels(answer.tiff, target, { failOn: 'error' }) };
}

/** @param rotation degrees clockwise */
function turn({ data, width, height }: Pixels, rotation: 0 | 90 | 180 | 270): Pixels {
  if (rotation === 0) return { data, width, height };
  const isSide = rotation !== 180;
  const [w, h] = isSide ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [fromX, fromY] =
        rotation === 90 ? [y, w - 1 - x] : rotation === 180 ? [w - 1 - x, h - 1 - y] : [h - 1 - y, x];
      const from = (fromY * width + fromX) * 3;
      turned.set(data.subarray(from, from + 3), (y * w + x) * 3);
    }
  return { data: turned, width: w, height: h };
}
