import { createPhotoPlaces } from '../../../main/search/photo-places.ts';
import { cameraName, type ParseContext } from '../../../main/search/parse/context.ts';
import { createPlaces } from '../../../main/search/places.ts';

export const places = createPlaces(new URL('../../../resources/places/places.bin', import.meta.url).pathname);

/** Photos were taken in Lisbon, Porto, Munich, Tokyo, Kyoto, Paris (Texas), New York and Beijing. */
const photos = [
  [38.7223, -9.1393],
  [41.1496, -8.611],
  [48.1374, 11.5755],
  [35.6895, 139.6917],
  [35.0116, 135.7681],
  [33.6609, -95.5555],
  [40.7128, -74.006],
  [39.9042, 116.4074],
].map(([lat = 0, lon = 0], index) => ({ id: index + 1, lat, lon }));

const cameras = [
  ['FUJIFILM', 'X-T3'],
  ['Canon', 'Canon EOS 5D Mark IV'],
  ['Apple', 'iPhone 12 Pro'],
  ['SONY', 'ILCE-7M3'],
  ['NIKON CORPORATION', 'NIKON D750'],
] as const;

/** Saturday, 15 June 2024, noon. */
export const frozenNow = new Date(2024, 5, 15, 12);

export const context: ParseContext = {
  now: frozenNow,
  languages: ['en-GB'],
  vocabulary: {
    cameras: cameras.map(([make, model]) => ({ make, model, name: cameraName(make, model) })),
    lenses: ['XF35mmF1.4 R', 'EF24-105mm f/4L IS USM', 'XF100-400mmF4.5-5.6'],
    folders: [{ id: 1, path: '/home/anna/Pictures' }],
    directories: [
      { folderId: 1, dir: '' },
      { folderId: 1, dir: 'Trips' },
      { folderId: 1, dir: 'Trips/2019 Portugal' },
      { folderId: 1, dir: 'Familie/Oma' },
      { folderId: 1, dir: '旅行' },
    ],
    formats: ['jpeg', 'png', 'heic'],
    keywords: ['beach', 'People|Opa', 'sunset'],
    albums: [],
    tags: ["Oma's garden", 'Bella', '花园'],
  },
  gazetteer: places.gazetteer,
  photoPlaces: createPhotoPlaces(photos, photos.length, places),
};
