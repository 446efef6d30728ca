import { distanceKm } from './distance.ts';

/** Points on the globe in cells of one degree. */
export interface Grid {
  /** Calls back with every point that may lie within `km`, and its distance. Return true to stop. */
  near(lat: number, lon: number, km: number, visit: (index: number, km: number) => unknown): void;
}

const kmPerDegree = 111.2;

/** @param lats @param lons degrees times `scale` */
export function createGrid(lats: ArrayLike<number>, lons: ArrayLike<number>, scale: number): Grid {
  const count = lats.length;
  const cellOf = (lat: number, lon: number): number =>
    Math.min(179, Math.max(0, Math.floor(lat + 90))) * 360 + (((Math.floor(lon + 180) % 360) + 360) % 360);
  // A counting sort: first point of each cell, then the points in the order of cells.
  const starts = new Uint32Array(180 * 360 + 1);
  const cells = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const cell = cellOf((lats[i] ?? 0) / scale, (lons[i] ?? 0) / scale);
    cells[i] = cell;
    starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
  }
  for (let i = 0; i < 180 * 360; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const cell = cells[i] ?? 0;
    const at = next[cell] ?? 0;
    order[at] = i;
    next[cell] = at + 1;
  }

  return {
    near(lat, lon, km, visit) {
      const latReach = km / kmPerDegree;
      const lonReach = lonReachOf(lat, km);
      for (let y = Math.floor(lat - latReach); y <= Math.floor(lat + latReach); y++) {
        if (y < -90 || y > 89) continue;
        const lonEnd = Math.min(Math.floor(lon + lonReach), Math.floor(lon - lonReach) + 359);
        for (let x = Math.floor(lon - lonReach); x <= lonEnd; x++) {
          const cell = cellOf(y, x);
          for (let i = starts[cell] ?? 0; i < (starts[cell + 1] ?? 0); i++) {
            const point = order[i] ?? 0;
            const away = distanceKm(lat, lon, (lats[point] ?? 0) / scale, (lons[point] ?? 0) / scale);
            if (away <= km && visit(point, away) === true) return;
          }
        }
      }
    },
  };
}

/** How many degrees east and west a circle reaches; all round where a pole lies in it. */
function lonReachOf(lat: number, km: number): number {
  const radians = Math.PI / 180;
  const radius = km / 6371;
  if (Math.abs(lat) * radians + radius >= Math.PI / 2) return 180;
  return Math.asin(Math.min(1, Math.sin(radius) / Math.cos(lat * radians))) / radians;
}
