import { z } from 'zod';
import { defineFilter, nothing } from './filter.ts';
import { resolvePlace } from './place-names.ts';
import { readPlaces } from './read-places.ts';

export interface Around {
  readonly lat: number;
  readonly lon: number;
  readonly km: number;
  readonly name?: string;
}

export const nearKm = 25;

/** Around a point: `near:38.72,-9.14,10` (latitude, longitude, km), `near:Lisbon`, `near:Lisbon,50`. */
export const near = defineFilter<Around>({
  key: 'near',
  aliases: ['around', 'nahe', 'près', 'pres', 'cerca', 'perto', 'vicino', 'nabij', 'рядом', '附近', '近く', '근처'],
  control: () => ({ is: 'place' }),
  schema: z.object({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    km: z.number().positive().max(20_020),
    name: z.string().min(1).optional(),
  }),
  several: 'any',
  parse(text, context) {
    const value = parseAround(text, context);
    return value && { value, isUnknown: context.photoPlaces?.hasPhotosNear(value.lat, value.lon, value.km) === false };
  },
  format: ({ lat, lon, km, name }) => `${lat},${lon},${km}${name === undefined ? '' : `,${name}`}`,
  read: (sentence) =>
    readPlaces(sentence, 'near').flatMap(({ start, end, value }) =>
      value.is === 'city'
        ? [{ start, end, value: { lat: value.lat, lon: value.lon, km: Math.max(nearKm, value.km), name: value.name } }]
        : [],
    ),
  condition: ({ lat, lon, km }, { photoPlaces }) =>
    photoPlaces ? { is: 'ids', ids: photoPlaces.idsNear(lat, lon, km) } : nothing,
});

function parseAround(text: string, context: Parameters<typeof resolvePlace>[1]): Around | undefined {
  const number = '(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)';
  const point = new RegExp(
    `^\\s*${number}\\s*,\\s*${number}(?:\\s*,\\s*${number}\\s*(?:km)?(?:,(.+))?)?\\s*$`,
    'su',
  ).exec(text);
  if (point) {
    const [lat, lon, km] = [Number(point[1]), Number(point[2]), Number(point[3] ?? nearKm)];
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180 || !(km > 0) || km > 20_020) return undefined;
    return { lat, lon, km, ...(point[4] !== undefined && { name: point[4] }) };
  }
  const [, name = text, km] = /^(.*?)\s*,\s*(\d{1,5}(?:\.\d+)?)\s*(?:km)?\s*$/su.exec(text) ?? [];
  const value = resolvePlace(name, context);
  if (value?.is !== 'city') return undefined;
  return {
    lat: value.lat,
    lon: value.lon,
    km: km === undefined ? Math.max(nearKm, value.km) : Math.max(0.1, Number(km)),
    name: value.name,
  };
}
