/** @file Runs in the searcher process. */
import type { Database } from 'better-sqlite3';
import type { PhotoPlaces } from './parse/context.ts';
import { distanceKm } from './places/distance.ts';
import { createGrid } from './places/grid.ts';
import type { Places, Where } from './places.ts';

interface Located {
  readonly id: number;
  readonly lat: number;
  readonly lon: number;
}

/**
 * Where the library's photos lie. Photos within some 500 m share one look-up.
 * Measured with 100,000 located photos in 3,000 spots: see docs/search-language.md.
 */
export function readPhotoPlaces(db: Database, places: Places): PhotoPlaces {
  const rows = db
    .prepare<[], [number, number, number]>(
      'SELECT id, latitude, longitude FROM photos WHERE present > 0 AND latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY id',
    )
    .raw()
    .all();
  return createPhotoPlaces(
    rows.map(([id, lat, lon]) => ({ id, lat, lon })),
    places,
  );
}

/** @param photos ids ascending, degrees */
export function createPhotoPlaces(photos: readonly Located[], places: Places): PhotoPlaces {
  const spotOf = new Map<number, number>();
  const spots: Where[] = [];
  const spotByPhoto = photos.map(({ lat, lon }) => {
    const cell = Math.round((lat + 90) * 200) * 100_000 + Math.round((lon + 180) * 200);
    const known = spotOf.get(cell);
    if (known !== undefined) return known;
    spotOf.set(cell, spots.length);
    spots.push(places.where(lat, lon));
    return spots.length - 1;
  });
  const lats = Float64Array.from(photos, ({ lat }) => lat);
  const lons = Float64Array.from(photos, ({ lon }) => lon);
  const grid = createGrid(lats, lons, 1);

  const countries = new Map<string, number>();
  const regions = new Map<string, number>();
  const cities = new Map<number, number>();
  for (const spot of spotByPhoto) {
    const where = spots[spot];
    count(countries, where?.country);
    count(regions, where?.region);
    count(cities, where?.city);
  }

  return {
    countries,
    regions,
    cities,
    hasPhotosNear(lat, lon, km) {
      let has = false;
      grid.near(lat, lon, km, () => (has = true));
      return has;
    },
    idsWhere(isThere) {
      const answers = spots.map(isThere);
      return Int32Array.from(
        photos.filter((_, index) => answers[spotByPhoto[index] ?? -1] === true),
        ({ id }) => id,
      );
    },
    idsNear(lat, lon, km) {
      return Int32Array.from(
        photos.filter(
          (photo) => Math.abs(photo.lat - lat) <= km / 111 && distanceKm(lat, lon, photo.lat, photo.lon) <= km,
        ),
        ({ id }) => id,
      );
    },
  };
}

function count<K>(counts: Map<K, number>, key: K | undefined): void {
  if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
}
