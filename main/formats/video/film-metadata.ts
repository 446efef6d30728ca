/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import type { Metadata } from '../../../preload/contract/photo.ts';
import { identifier } from '../live/apple-notes.ts';
import { boxesIn } from '../iso-boxes.ts';
import { type ClockReading, readDate } from '../metadata/dates.ts';
import { noExif } from '../metadata/exif.ts';
import { movieDates } from '../metadata/movie-dates.ts';
import { placed, type Position, positionOf } from '../metadata/position.ts';
import { takenAt } from '../metadata/taken.ts';
import { starsOf, wordsOf } from '../metadata/words.ts';
import { readXmp } from '../metadata/xmp.ts';
import type { Container } from './containers.ts';
import { isoParts } from './iso-parts.ts';
import { windowsTags } from './windows-tags.ts';

/**
 * What a film says of itself: its container's tags, Windows' own, and XMP. Dates: one with its zone (QuickTime's `creationdate`) before the
 * movie header's, which is UTC, before one without a zone (AVI's `IDIT`).
 * @throws never: what cannot be read is absent
 */
export async function filmMetadata(
  file: { readonly path: string; readonly modifiedAtMs: number },
  container: Container,
  tags: ReadonlyMap<string, string>,
): Promise<Metadata> {
  const nowMs = Date.now();
  const { movie, xmp: ownXmp } = await partsOf(file.path, container);
  const packet = ownXmp ?? (movie && xmpIn(movie));
  const xmp = packet && readXmp(packet);
  const blocks = { exif: noExif, iptc: undefined, xmp };
  const said = (...names: string[]) => names.map((name) => tags.get(name)?.trim()).find((text) => text);
  const make = said('com.apple.quicktime.make', '©mak', 'MAKE', 'com.android.manufacturer');
  const model = said('com.apple.quicktime.model', '©mod', 'MODEL', 'com.android.model');
  const place = said('com.apple.quicktime.location.ISO6709', '©xyz', 'LOCATION', 'LOCATION-eng');
  const title = said('com.apple.quicktime.title', 'com.apple.quicktime.displayname', '©nam', 'TITLE', 'INAM');
  const caption = said('com.apple.quicktime.description', '©des', 'desc', 'DESCRIPTION', '©cmt', 'COMMENT', 'ICMT');
  const listed = said('com.apple.quicktime.keywords', '©key', 'keyw', 'KEYWORDS', 'IKEY')?.slice(0, 50_000);
  const { percent, tags: windows } = movie ? windowsTags(movie) : { percent: undefined, tags: [] };
  const stars = Number(said('com.apple.quicktime.rating.user') ?? NaN);
  const words = {
    keywords: [...(listed?.split(/[,;]/) ?? []), ...windows],
    rating: stars >= 0 && stars <= 5 ? stars : starsOf(percent),
  };
  const live = identifier(said('com.apple.quicktime.content.identifier') ?? '');
  return {
    ...takenAt({ ...blocks, container: { created: created(movie, said, nowMs) } }, file, nowMs),
    ...(make !== undefined && { cameraMake: make.slice(0, 200) }),
    ...(model !== undefined && { cameraModel: model.slice(0, 200) }),
    ...(live !== undefined && { shot: { live } }),
    ...positionOf(noExif, xmp),
    ...(place !== undefined && readIso6709(place)),
    ...(title !== undefined && { title: title.slice(0, 2_000) }),
    ...(caption !== undefined && { caption: caption.slice(0, 50_000) }),
    ...wordsOf({ ...blocks, container: words }),
  };
}

async function partsOf(path: string, container: Container): Promise<{ movie?: Buffer; xmp?: Buffer }> {
  if (container.reads !== 'boxes') return {};
  try {
    const handle = await fs.open(path);
    try {
      const { movie, xmp } = await isoParts(handle, (await handle.stat()).size);
      return { ...(movie && { movie }), ...(xmp && { xmp }) };
    } finally {
      await handle.close();
    }
  } catch {
    return {}; // whoever reads its frames says why it can't be read
  }
}

function created(
  movie: Buffer | undefined,
  said: (...names: string[]) => string | undefined,
  nowMs: number,
): ClockReading | undefined {
  const written = readDate(said('com.apple.quicktime.creationdate', 'DATE_RECORDED', 'CREATION_TIME', '©day'), nowMs);
  const header = movie && movieDates(movie, nowMs).created;
  if (written?.offsetMin !== undefined) return written;
  return header ?? written ?? readDate(said('ICRD'), nowMs) ?? readIdit(said('IDIT'), nowMs);
}

/** `Wed Mar 05 14:02:09 2008`, `2008/03/05/ 14:02`, `2008:03:05 14:02:09` */
function readIdit(text: string | undefined, nowMs: number): ClockReading | undefined {
  if (text === undefined) return undefined;
  const [, month, day, time, year] = /^\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+(\d{4})/.exec(text) ?? [];
  const number = months.indexOf(month?.toLowerCase() ?? '') + 1;
  if (number > 0) return readDate(`${year}-${number}-${day} ${time}`, nowMs);
  return readDate(text.replace(/^(\d{4})\/(\d\d)\/(\d\d)\/?/, '$1-$2-$3'), nowMs);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A position as ISO 6709 writes it, by its annex H: `+32.0929+034.8620+028.516/`, and with minutes (`+3205.57+03451.72/`) or
 * minutes and seconds.
 */
export function readIso6709(text: string): Position | undefined {
  const [, north = '', east = '', height] =
    /^\s*([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text) ?? [];
  const altitudeM = height === undefined ? undefined : Number(height);
  return placed({ latitude: angle(north, 2), longitude: angle(east, 3), altitudeM });
}

/** Digits before the point tell the notation: degrees alone, with minutes, or with seconds too. */
function angle(text: string, degreeDigits: number): number | undefined {
  const [, sign, digits = '', fraction = ''] = /^([+-])(\d+)(\.\d+)?$/.exec(text) ?? [];
  const extra = digits.length - degreeDigits;
  if (sign === undefined || ![0, 2, 4].includes(extra)) return undefined;
  const whole = Number(digits.slice(0, degreeDigits));
  const minutes = Number(digits.slice(degreeDigits, degreeDigits + 2) || 0);
  const seconds = Number(digits.slice(degreeDigits + 2) || 0);
  const part = Number(`0${fraction}`);
  const value = whole + (extra === 0 ? part : 0) + (minutes + (extra === 2 ? part : 0)) / 60 + (seconds + (extra === 4 ? part : 0)) / 3600;
  return sign === '-' ? -value : value;
} // prettier-ignore

/** QuickTime's place for it: `moov/udta/XMP_`. */
function xmpIn(movie: Buffer): Buffer | undefined {
  const [moov] = boxesIn(movie);
  const udta = moov && boxesIn(moov.content).find(({ type }) => type === 'udta');
  return udta && boxesIn(udta.content).find(({ type }) => type === 'XMP_')?.content;
}
