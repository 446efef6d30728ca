/** @file The bytes are not trusted. */
import { z } from 'zod';
import type { Metadata } from '../../../preload/contract/photo.ts';
import { Failure } from '../../util/failure.ts';
import { checkJson } from '../check-json.ts';
import { PastLimit } from '../limits.ts';
import { readExiftool } from './json-exiftool.ts';
import { readOsxphotos } from './json-osxphotos.ts';
import { peopleRoot, withinLimits, withoutDoubles } from './keywords.ts';
import { placed } from './position.ts';
import { tidy } from './text.ts';
import { tooMuch } from './too-much.ts';

const text = z.string().transform(tidy);
const place = z
  .object({ latitude: z.number(), longitude: z.number(), altitude: z.number().optional() })
  .optional()
  .catch(undefined);

/** Google Takeout: a photo in Google Photos. Seconds since 1970, before it negative. */
const takeout = z.object({
  title: z.string(),
  description: text.optional(),
  favorited: z.boolean().optional().catch(undefined),
  people: z.array(z.object({ name: text.optional() })).optional(),
  photoTakenTime: z.looseObject({ timestamp: z.coerce.number().int().optional().catch(undefined) }).optional(),
  creationTime: z.looseObject({}).optional(),
  url: z.string().optional(),
  geoData: place,
  geoDataExif: place,
});

/**
 * What a JSON sidecar says: of Google Takeout, of osxphotos, or as ExifTool writes it. JSON of any other shape says nothing.
 * @throws Failure 'sidecar-damaged'
 */
export function jsonSays(bytes: Uint8Array, nowMs: number): Metadata {
  let value: unknown;
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkJson(json);
    value = JSON.parse(json);
  } catch (cause) {
    if (cause instanceof PastLimit) tooMuch(cause.message);
    throw new Failure('sidecar-damaged', 'This sidecar is not JSON that can be read. It is left as it is.', {
      details: { why: cause instanceof Error ? cause.message : String(cause) },
      cause,
    });
  }
  return readTakeout(value, nowMs) ?? readOsxphotos(value, nowMs) ?? readExiftool(value, nowMs) ?? { keywords: [] };
}

function readTakeout(value: unknown, nowMs: number): Metadata | undefined {
  const { data } = takeout.safeParse(value);
  if (data === undefined || (data.photoTakenTime ?? data.creationTime ?? data.url) === undefined) return undefined;
  const { description, people = [], photoTakenTime, geoData, geoDataExif, favorited } = data;
  const names = people.flatMap(({ name }) => (name === undefined || name === '' ? [] : [[peopleRoot, name]]));
  return {
    keywords: withoutDoubles(withinLimits(names, tooMuch)),
    ...momentOf(photoTakenTime?.timestamp, nowMs),
    ...((geoData && positionIn(geoData)) ?? (geoDataExif && positionIn(geoDataExif))),
    ...(description !== undefined && description !== '' && { caption: description }),
    ...(favorited === true && { isFavourite: true }),
  };
}

/** Google knows the moment, not the clock on the wall. A photo whose time it does not know is of 1970, to the second. */
function momentOf(
  seconds: number | undefined,
  nowMs: number,
): Pick<Metadata, 'takenWallMs' | 'takenOffsetMin' | 'takenFrom'> {
  const wallMs = (seconds ?? 0) * 1000;
  const isPossible = wallMs !== 0 && wallMs >= Date.UTC(1826, 0, 1) && wallMs <= nowMs + 86_400_000;
  return isPossible ? { takenWallMs: wallMs, takenOffsetMin: 0, takenFrom: 'json' } : {};
}

/** An altitude of 0 is one that is not known. */
function positionIn({ latitude, longitude, altitude }: NonNullable<z.infer<typeof place>>) {
  return placed({ latitude, longitude, altitudeM: altitude === 0 ? undefined : altitude });
}
