import type { AlbumRow } from '../db/albums.ts';
import { Failure } from '../util/failure.ts';

/** The album with this name, path or number. @throws Failure 'not-found', or 'bad-input' where there are several */
export function albumCalled<A extends Pick<AlbumRow, 'id' | 'parentId' | 'name'>>(
  name: string,
  albums: readonly A[],
): A {
  const wanted = name.trim().normalize('NFC');
  const byNumber = albums.find(({ id }) => wanted === `#${id}`);
  if (byNumber !== undefined) return byNumber;
  const found = albums.filter((album) => album.name === wanted || pathOf(album.id, albums) === wanted);
  const [first, ...others] = found.length > 0 ? found : albums.filter((album) => folded(album.name) === folded(wanted));
  if (first === undefined)
    throw new Failure('not-found', `There is no album "${name}": lumisift album list shows what there is.`);
  if (others.length === 0) return first;
  const all = [first, ...others].map(({ id }) => `#${id} ${pathOf(id, albums)}`).join(', ');
  throw new Failure('bad-input', `Several albums are called "${name}". Say which by its number: ${all}.`);
}

/** Where it lies: `Trips/Lisbon`. */
export function pathOf(id: number, albums: readonly Pick<AlbumRow, 'id' | 'parentId' | 'name'>[]): string {
  const album = albums.find((one) => one.id === id);
  if (album === undefined) return '';
  return album.parentId === undefined ? album.name : `${pathOf(album.parentId, albums)}/${album.name}`;
}

function folded(name: string): string {
  return name.toLocaleLowerCase().normalize('NFC');
}
