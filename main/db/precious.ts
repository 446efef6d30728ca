import type { Db } from './open.ts';

/** What the person says of a photo; `null`: nothing. */
export interface OwnWords {
  readonly rating: number | null;
  readonly caption: string | null;
  readonly takenWallMs: number | null;
  readonly takenPrecision: string | null;
  readonly takenOffsetMin: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** 0: it is none, whatever its files say. */
  readonly favourite: number | null;
  /** 1 where it is so. */
  readonly hidden: number | null;
  /** As Exif counts. */
  readonly turn: number | null;
  /** 1 picked, -1 rejected. */
  readonly flag: number | null;
  /** Left, top, width and height as it is shown. */
  readonly crop: string | null;
}

const columns = {
  rating: 'own_rating',
  caption: 'own_caption',
  takenWallMs: 'own_taken_wall_ms',
  takenPrecision: 'own_taken_precision',
  takenOffsetMin: 'own_taken_offset_min',
  latitude: 'own_latitude',
  longitude: 'own_longitude',
  favourite: 'own_favourite',
  hidden: 'own_hidden',
  turn: 'own_turn',
  flag: 'own_flag',
  crop: 'own_crop',
} as const satisfies Record<keyof OwnWords, string>;

/** What is shown of a photo that is here stands; one whose file comes is shown as it was said. A crop is of what is shown. */
const shownAs: Readonly<Record<string, string | undefined>> = {
  turn: 'CASE width WHEN 0 THEN @turn END',
  crop: 'CASE WHEN width = 0 OR own_turn IS @turn THEN @crop END',
};

/** Reads and writes what is precious by content and not by ids: for taking it from one library to another. */
export function createPrecious({ sql }: Pick<Db, 'sql'>) {
  const selected = Object.entries(columns)
    .map(([name, column]) => `${column} ${name}`)
    .join(', ');
  const anyOf = Object.values(columns)
    .map((column) => `${column} IS NOT NULL`)
    .join(' OR ');
  const ownWords = sql.prepare<[], OwnWords & { content: string }>(
    `SELECT lower(hex(content)) content, ${selected} FROM photos WHERE ${anyOf} ORDER BY content`,
  );
  const ofOne = sql.prepare<[number], OwnWords>(`SELECT ${selected} FROM photos WHERE id = ?`);
  // Nothing that was said here is written over.
  const fill = sql.prepare<[OwnWords & { id: number }]>(
    `UPDATE photos SET ${Object.entries(columns)
      .map(([name, column]) => `${column} = coalesce(${column}, ${shownAs[name] ?? `@${name}`})`)
      .join(', ')} WHERE id = @id`,
  );
  const idOf = sql.prepare<[Buffer], number>('SELECT id FROM photos WHERE content = ?').pluck();
  const contentOf = sql.prepare<[number], string>('SELECT lower(hex(content)) FROM photos WHERE id = ?').pluck();
  // Its file may come later: what was said of it waits for it. The width of 0 says so.
  const expect = sql
    .prepare<[Buffer, number], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
       VALUES (?, 'jpeg', 0, 0, 0, 'file', ?) RETURNING id`,
    )
    .pluck();
  const inAlbum = sql
    .prepare<[number], string>(
      `SELECT lower(hex(p.content)) FROM album_photos a JOIN photos p ON p.id = a.photo_id
       WHERE a.album_id = ? ORDER BY a.position, a.photo_id`,
    )
    .pluck();
  const examples = sql.prepare<[number], { content: string; is_included: number; at_ms: number }>(
    `SELECT lower(hex(p.content)) content, a.is_included, a.at_ms FROM album_examples a JOIN photos p ON p.id = a.photo_id
     WHERE a.album_id = ? ORDER BY a.at_ms, p.content`,
  );
  return {
    ownWords: () => ownWords.all(),
    ownWordsOf: (id: number): OwnWords | undefined => ofOne.get(id),
    fillOwnWords: (id: number, words: OwnWords): void => void fill.run({ ...words, id }),
    /** @param content 64 hex digits */
    photoOf: (content: string): number | undefined => idOf.get(Buffer.from(content, 'hex')),
    contentOf: (id: number): string | undefined => contentOf.get(id),
    expectPhoto(content: string, nowMs: number): number {
      const id = expect.get(Buffer.from(content, 'hex'), nowMs);
      if (id === undefined) throw new Error('a photo was expected without an id');
      return id;
    },
    photosIn: (albumId: number): string[] => inAlbum.all(albumId),
    examplesOf: (albumId: number) =>
      examples.all(albumId).map(({ content, is_included: isIncluded, at_ms: atMs }) => ({
        content,
        isIncluded: isIncluded === 1,
        atMs,
      })),
  };
}
export type Precious = ReturnType<typeof createPrecious>;
