import { z } from 'zod';
import { defineFilter, nothing, type Condition, type FilterLibrary } from './filter.ts';
import { formatPlace, hasPhotosIn, type PlaceValue, resolvePlace } from './place-names.ts';
import { readPlaces } from './read-places.ts';

const degrees = { lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) };
const schema: z.ZodType<PlaceValue> = z.discriminatedUnion('is', [
  z.object({ is: z.literal('country'), code: z.string().regex(/^[A-Z]{2}$/), name: z.string().min(1) }),
  z.object({ is: z.literal('region'), code: z.string().regex(/^[A-Z]{2}\.[A-Z0-9]+$/), name: z.string().min(1) }),
  z.object({
    is: z.literal('city'),
    name: z.string().min(1),
    within: z.string(),
    ...degrees,
    km: z.number().positive(),
  }),
]);

/** Where a photo was taken, by the coordinates its camera wrote: a town, a region or a country. */
export const place = defineFilter<PlaceValue>({
  key: 'place',
  aliases: [
    'city',
    'country',
    'location',
    'where',
    'ort',
    'stadt',
    'land',
    'lieu',
    'ville',
    'pays',
    'lugar',
    'ciudad',
    'país',
    'local',
    'cidade',
    'luogo',
    'città',
    'paese',
    'plaats',
    'место',
    'город',
    'страна',
    '地点',
    '地點',
    '城市',
    '国家',
    '場所',
    '장소',
  ],
  control: () => ({ is: 'place' }),
  schema,
  several: 'any',
  parse(text, context) {
    const value = resolvePlace(text, context);
    return value && { value, isUnknown: !hasPhotosIn(value, context) };
  },
  format: formatPlace,
  read: (sentence) => readPlaces(sentence, 'in'),
  condition: (value, library) => conditionOf(value, library),
});

function conditionOf(value: PlaceValue, { photoPlaces }: FilterLibrary): Condition {
  if (!photoPlaces) return nothing;
  switch (value.is) {
    case 'country':
      return { is: 'ids', ids: photoPlaces.idsWhere(({ country }) => country === value.code) };
    case 'region':
      return { is: 'ids', ids: photoPlaces.idsWhere(({ region }) => region === value.code) };
    case 'city':
      return { is: 'ids', ids: photoPlaces.idsNear(value.lat, value.lon, value.km) };
  }
}
