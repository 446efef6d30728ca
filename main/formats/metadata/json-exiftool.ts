/** @file What ExifTool writes with `-json`, and osxphotos as its sidecars: a list of one object, names with or without groups. */
import { z } from 'zod';
import type { Metadata } from '../../../preload/contract/photo.ts';
import { bestTaken, type Taken } from './best-taken.ts';
import { readDate } from './dates.ts';
import { peopleRoot, withinLimits, withoutDoubles } from './keywords.ts';
import { direction, parseDegrees, parseHeight, placed } from './position.ts';
import { takenOf } from './taken.ts';
import { tidy } from './text.ts';
import { tooMuch } from './too-much.ts';

const record = z.tuple([z.looseObject({ SourceFile: z.unknown() })]);
/** A list of one is a plain value, and a word that looks like a number is one. */
const texts = z
  .union([z.array(z.union([z.string(), z.number()])), z.string(), z.number()])
  .transform((value) => (Array.isArray(value) ? value : [value]).map((one) => tidy(String(one))));

/** @returns undefined for JSON of another shape */
export function readExiftool(value: unknown, nowMs: number): Metadata | undefined {
  const { data } = record.safeParse(value);
  if (data === undefined || !('SourceFile' in data[0])) return undefined;
  /** `XMP:Subject` and `Subject` are one; the first of a name counts. */
  const byName = new Map(
    Object.entries(data[0])
      .reverse()
      .map(([key, it]) => [key.slice(key.lastIndexOf(':') + 1), it]),
  );
  const all = (...names: string[]) =>
    names.flatMap((name) => texts.safeParse(byName.get(name)).data ?? []).filter((one) => one !== '');
  const rating = z.coerce.number().int().min(-1).max(5).safeParse(byName.get('Rating'));
  const [caption] = all('Description', 'Caption-Abstract', 'ImageDescription');
  const [title] = all('Title', 'ObjectName');
  const [label] = all('Label');
  const location = [...new Set([...all('City'), ...all('State', 'Province-State'), ...all('Country')])].join(', ');
  const paths = [
    ...all('Subject', 'Keywords').map((word) => [word]),
    ...all('HierarchicalSubject').map((path) => path.split('|')),
    ...all('TagsList').map((path) => path.split('/')),
    ...all('PersonInImage').map((name) => [peopleRoot, name]),
  ];
  return {
    keywords: withoutDoubles(withinLimits(paths, tooMuch)),
    ...takenIn((name) => all(name)[0], nowMs),
    ...positionIn((name) => all(name)[0]),
    ...(caption !== undefined && { caption }),
    ...(title !== undefined && title !== caption && { title }),
    ...(label !== undefined && { label }),
    ...(location !== '' && { location }),
    ...(byName.get('Rating') !== undefined && rating.success && { rating: rating.data }),
  };
}

function takenIn(first: (name: string) => string | undefined, nowMs: number): Taken {
  const read = (date: string | undefined, offset: string) => readDate(date, nowMs, { offset: first(offset) });
  const created = first('DateCreated');
  const says = [
    read(first('SubSecDateTimeOriginal'), 'OffsetTimeOriginal'),
    read(first('DateTimeOriginal'), 'OffsetTimeOriginal'),
    read(created && `${created} ${first('TimeCreated') ?? ''}`, ''),
    read(created, ''),
  ].map((reading) => (reading === undefined ? {} : takenOf(reading, 'json')));
  const digitized = ['SubSecCreateDate', 'CreateDate', 'DateTimeDigitized', 'CreationDate'].map((name) => {
    const reading = read(first(name), 'OffsetTimeDigitized');
    return reading === undefined ? {} : takenOf(reading, 'digitized');
  });
  return bestTaken([...says, ...digitized])?.taken ?? {};
}

function positionIn(first: (name: string) => string | undefined) {
  const lookedAt = Number(first('GPSImgDirection') ?? NaN);
  const directionDeg = direction(lookedAt);
  return {
    ...placed({
      latitude: parseDegrees(first('GPSLatitude'), first('GPSLatitudeRef')),
      longitude: parseDegrees(first('GPSLongitude'), first('GPSLongitudeRef')),
      altitudeM: parseHeight(first('GPSAltitude'), first('GPSAltitudeRef')),
    }),
    ...(directionDeg !== undefined && { directionDeg }),
  };
}
