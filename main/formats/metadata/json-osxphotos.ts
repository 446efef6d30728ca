/** @file What osxphotos knows of a photo in Apple Photos, as its `json` commands write it: one object, or a list of one. */
import { z } from 'zod';
import type { Metadata } from '../../../preload/contract/photo.ts';
import { readDate } from './dates.ts';
import { peopleRoot, withinLimits, withoutDoubles } from './keywords.ts';
import { placed } from './position.ts';
import { takenOf } from './taken.ts';
import { tidy } from './text.ts';
import { tooMuch } from './too-much.ts';

const text = z.string().transform(tidy).nullish().catch(undefined);
const texts = z.array(z.string().transform(tidy)).nullish().catch(undefined);
const number = z.number().nullish().catch(undefined);
const photo = z.object({
  uuid: z.string(),
  original_filename: z.string(),
  date: text,
  title: text,
  description: text,
  keywords: texts,
  persons: texts,
  latitude: number,
  longitude: number,
  favorite: z.boolean().nullish().catch(undefined),
});

/** @returns undefined for JSON of another shape */
export function readOsxphotos(value: unknown, nowMs: number): Metadata | undefined {
  const { data } = photo.safeParse(Array.isArray(value) && value.length === 1 ? value[0] : value);
  if (data === undefined) return undefined;
  const { title, description, latitude, longitude, favorite } = data;
  const reading = readDate(data.date ?? undefined, nowMs);
  // A face that nobody has named.
  const people = (data.persons ?? []).filter((name) => name !== '' && name !== '_UNKNOWN_');
  return {
    keywords: withoutDoubles(
      withinLimits(
        [
          ...(data.keywords ?? []).filter((word) => word !== '').map((word) => [word]),
          ...people.map((name) => [peopleRoot, name]),
        ],
        tooMuch,
      ),
    ),
    ...(reading && takenOf(reading, 'json')),
    ...placed({ latitude: latitude ?? undefined, longitude: longitude ?? undefined }),
    ...(description && { caption: description }),
    ...(title && title !== description && { title }),
    ...(favorite === true && { isFavourite: true }),
  };
}
