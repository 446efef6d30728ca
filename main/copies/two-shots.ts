/** What tells one shot from another. */
export interface Shot {
  readonly takenWallMs: number;
  readonly takenFrom: string;
  readonly takenPrecision: string | undefined;
}

/** These say when the picture was taken, not when a file was made of it. */
const cameras = new Set(['exif', 'xmp', 'iptc']);
const quarterMs = 900_000;
const dayMs = 86_400_000;

/**
 * The camera's clock says that these are two shots: what looks the same then is a burst on a tripod, no copy. A clock that
 * was set to another zone by a program, or milliseconds that were lost, are no other shot.
 */
export function areTwoShots(one: Shot, other: Shot): boolean {
  if (!isToTheSecond(one) || !isToTheSecond(other)) return false;
  const apart = Math.abs(one.takenWallMs - other.takenWallMs);
  if (apart === 0 || (apart <= dayMs && apart % quarterMs === 0)) return false;
  const isSameSecond = Math.floor(one.takenWallMs / 1000) === Math.floor(other.takenWallMs / 1000);
  const lacksMs = one.takenWallMs % 1000 === 0 || other.takenWallMs % 1000 === 0;
  return !(isSameSecond && lacksMs);
}

function isToTheSecond({ takenFrom, takenPrecision }: Shot): boolean {
  return cameras.has(takenFrom) && takenPrecision === undefined;
}
