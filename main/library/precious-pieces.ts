import type { PreciousAlbum, PreciousAnswer, PreciousFile, PreciousPhoto, PreciousStacks } from './precious-file.ts';

/** All that was said of one photo: it is taken in together. */
export interface SaidOfPhoto {
  readonly content: string;
  readonly said?: Omit<PreciousPhoto, 'content'>;
  readonly answers: readonly Omit<PreciousAnswer, 'content'>[];
}

/** Some photos of an album, or some of its examples, in their order. */
export interface InAlbum {
  readonly album: number;
  readonly photos: PreciousAlbum['photos'];
  readonly examples: PreciousAlbum['examples'];
}

/** What can be taken in by itself, after those before it. */
export type PreciousPiece =
  | { readonly kind: 'photo'; readonly item: SaidOfPhoto }
  | { readonly kind: 'stack'; readonly item: PreciousStacks }
  | { readonly kind: 'album'; readonly item: Omit<PreciousAlbum, 'photos' | 'examples'> }
  | { readonly kind: 'in-album'; readonly item: InAlbum }
  | { readonly kind: 'search'; readonly item: PreciousFile['searches'][number] };

/** Some 2 ms of putting photos into an album. */
const atOnce = 50;

/** All of a file but the vocabulary, in an order in which it can be taken in. An `undefined` is a moment in which others may work. */
export function* piecesOf(file: PreciousFile): Generator<PreciousPiece | undefined> {
  const byContent = new Map<string, { said?: SaidOfPhoto['said']; answers: Omit<PreciousAnswer, 'content'>[] }>();
  const of = (content: string) => {
    const known = byContent.get(content) ?? { answers: [] };
    byContent.set(content, known);
    return known;
  };
  for (const { content, ...said } of file.photos) {
    const known = of(content);
    known.said = { ...said, ...known.said };
    yield undefined;
  }
  for (const { content, ...answer } of file.answers) {
    of(content).answers.push(answer);
    yield undefined;
  }
  for (const [content, rest] of byContent) yield { kind: 'photo', item: { content, ...rest } };
  const { joined, apart, bests } = file.stacks ?? { joined: [], apart: [], bests: [] };
  for (const one of joined) yield { kind: 'stack', item: { joined: [one], apart: [], bests: [] } };
  for (const one of apart) yield { kind: 'stack', item: { joined: [], apart: [one], bests: [] } };
  for (const one of bests) yield { kind: 'stack', item: { joined: [], apart: [], bests: [one] } };
  for (const { photos, examples, ...album } of outerFirst(file.albums)) {
    yield { kind: 'album', item: album };
    for (let at = 0; at < photos.length; at += atOnce)
      yield inAlbum(album.number, { photos: photos.slice(at, at + atOnce) });
    for (let at = 0; at < examples.length; at += atOnce)
      yield inAlbum(album.number, { examples: examples.slice(at, at + atOnce) });
  }
  for (const item of file.searches) yield { kind: 'search', item };
}

function inAlbum(album: number, { photos = [], examples = [] }: Partial<Omit<InAlbum, 'album'>>): PreciousPiece {
  return { kind: 'in-album', item: { album, photos, examples } };
}

/** An album comes after the one that it lies in; those that lie in each other are left out. */
function outerFirst(albums: readonly PreciousAlbum[]): PreciousAlbum[] {
  const given = new Set(albums.map(({ number }) => number));
  const byOuter = new Map<number | undefined, PreciousAlbum[]>();
  for (const album of albums) {
    // Of one that is not in the file it lies in nothing.
    const outer = album.in !== undefined && given.has(album.in) ? album.in : undefined;
    const within = byOuter.get(outer);
    if (within === undefined) byOuter.set(outer, [album]);
    else within.push(album);
  }
  const order: PreciousAlbum[] = [];
  const take = (outer: number | undefined) => {
    order.push(...(byOuter.get(outer) ?? []));
    byOuter.delete(outer); // a number that is there twice holds them once
  };
  take(undefined);
  for (const album of order) take(album.number);
  return order;
}
