/** @file Runs in the searcher process. */
import type { Database } from 'better-sqlite3';
import type { PhotoPlaces } from './parse/context.ts';
import { createGrid } from './places/grid.ts';
import type { Places, Where } from './places.ts';

export interface Located {
  readonly id: number;
  readonly lat: number;
  readonly lon: number;
}

/**
 * Where the library's photos lie. Photos within some 500 m share one look-up.
 * Measured: 100,000 photos in 3,000 places of the world 150 ms.
 */
export function readPhotoPlaces(db: Database, places: Places): PhotoPlaces {
  const rows = db.prepare<[], Located>(`
    SELECT id, latitude AS lat, longitude AS lon FROM photos
    WHERE present > 0 AND latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY id`);
  const count = db
    .prepare<[], number>(
      'SELECT count(*) FROM photos WHERE present > 0 AND latitude IS NOT NULL AND longitude IS NOT NULL',
    )
    .pluck()
    .get();
  return createPhotoPlaces(rows.iterate(), count ?? 0, places);
}

/** @param photos ids ascending, degrees; `count` of them at most */
export function createPhotoPlaces(photos: Iterable<Located>, count: number, places: Places): PhotoPlaces {
  const ids = new Int32Array(count);
  const lats = new Float64Array(count);
  const lons = new Float64Array(count);
  const spotByPhoto = new Int32Array(count);
  const spotByCell = new Map<number, number>();
  const spots: Where[] = [];
  const counts = {
    countries: new Map<string, number>(),
    regions: new Map<string, number>(),
    cities: new Map<number, number>(),
  };
  let length = 0;
  for (const { id, lat, lon } of photos) {
    if (length === count) break;
    const cell = Math.round((lat + 90) * 200) * 100_000 + Math.round((lon + 180) * 200);
    const spot = spotByCell.get(cell) ?? spots.push(places.where(lat, lon)) - 1;
    spotByCell.set(cell, spot);
    ids[length] = id;
    lats[length] = lat;
    lons[length] = lon;
    spotByPhoto[length] = spot;
    length++;
    raise(counts.countries, spots[spot]?.country);
    raise(counts.regions, spots[spot]?.region);
    raise(counts.cities, spots[spot]?.city);
  }
  const grid = createGrid(lats.subarray(0, length), lons.subarray(0, length), 1);

  return {
    ...counts,
    hasPhotosNear(lat, lon, km) {
      let has = false;
      grid.near(lat, lon, km, () => (has = true));
      return has;
    },
    idsWhere(isThere) {
      const answers = spots.map(isThere);
      return ids.subarray(0, length).filter((_, index) => answers[spotByPhoto[index] ?? -1] === true);
    },
    idsNear(lat, lon, km) {
      const found: number[] = [];
      grid.near(lat, lon, km, (index) => void found.push(ids[index] ?? 0));
      return Int32Array.from(found).sort();
    },
  };
}

function raise<K>(counts: Map<K, number>, key: K | undefined): void {
  if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
}
