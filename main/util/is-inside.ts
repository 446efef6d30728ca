import path from 'node:path';

/**
 * Whether a place lies below a folder, and is not the folder itself. By whole names, so that `/photos2` is not inside `/photos` and
 * `..gone` is no way up; roots (`/`, `C:\`) end in a separator already; on Windows letters may be small or large, and a
 * drive and a share (`\\host\share`) are never inside one another.
 * @param on the rules of another system, for tests
 */
export function isInside(
  outer: string,
  inner: string,
  on: Pick<typeof path, 'relative' | 'isAbsolute' | 'sep'> = path,
): boolean {
  const below = on.relative(outer, inner);
  return below !== '' && below !== '..' && !below.startsWith(`..${on.sep}`) && !on.isAbsolute(below);
}
