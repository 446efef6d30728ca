const earthRadiusKm = 6371;
const radians = Math.PI / 180;

/** Great-circle distance (haversine). */
export function distanceKm(latA: number, lonA: number, latB: number, lonB: number): number {
  const halfLat = Math.sin(((latB - latA) * radians) / 2);
  const halfLon = Math.sin(((lonB - lonA) * radians) / 2);
  const h = halfLat * halfLat + Math.cos(latA * radians) * Math.cos(latB * radians) * halfLon * halfLon;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How far a town reaches, from its inhabitants at 2,500 to the square kilometre, at least 3 km: Lisbon 8, Paris 17, Tokyo 33. */
export function cityRadiusKm(population: number): number {
  return Math.min(40, Math.max(3, Math.sqrt(population / 2500 / Math.PI)));
}
