import type { Db } from './open.ts';

/**
 * [Note: Why words follow an edit]
 * A person who crops a picture still means that picture, whether or not a copy of it lies elsewhere: what they said (tags,
 * albums, examples, stars, caption, date, place) goes along. Where the edited file was the only one that is there, the
 * photo itself goes along; where others still have the old picture, the new photo gets the same words. A file that turns
 * up with a picture that some photo had before (an original from the bin, an edit that was taken back) gets them as well.
 * Words are only ever added by this, never taken from the photo that has them.
 */
export function createKinship({ sql }: Pick<Db, 'sql'>) {
  const remember = sql.prepare<[number, number, number]>(
    `INSERT INTO kindred_pictures (content, photo_id, at_ms) SELECT content, ?, ? FROM photos WHERE id = ?
     ON CONFLICT (content, photo_id) DO UPDATE SET at_ms = excluded.at_ms`,
  );
  const kinOf = sql
    .prepare<[Uint8Array], number>(
      `SELECT k.photo_id FROM kindred_pictures k JOIN photos p ON p.id = k.photo_id
       WHERE k.content = ? ORDER BY p.present > 0 DESC, k.at_ms DESC LIMIT 1`,
    )
    .pluck();
  const areKin = sql
    .prepare<[Record<string, number>], number>(
      `SELECT 1 FROM kindred_pictures k JOIN photos p ON p.content = k.content
       WHERE (k.photo_id = @one AND p.id = @other) OR (k.photo_id = @other AND p.id = @one)`,
    )
    .pluck();
  const present = sql.prepare<[number], number>('SELECT present FROM photos WHERE id = ?').pluck();
  const statements = [
    `INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms)
       SELECT @to, tag_id, is_confirmed, at_ms FROM tag_answers WHERE photo_id = @from
       ON CONFLICT (photo_id, tag_id) DO UPDATE SET is_confirmed = excluded.is_confirmed, at_ms = excluded.at_ms
       WHERE excluded.at_ms > at_ms`,
    `INSERT OR IGNORE INTO album_photos (album_id, photo_id, position, added_at_ms)
       SELECT album_id, @to, position, added_at_ms FROM album_photos WHERE photo_id = @from`,
    `INSERT INTO album_examples (album_id, photo_id, is_included, at_ms)
       SELECT album_id, @to, is_included, at_ms FROM album_examples WHERE photo_id = @from
       ON CONFLICT (album_id, photo_id) DO UPDATE SET is_included = excluded.is_included, at_ms = excluded.at_ms
       WHERE excluded.at_ms > at_ms`,
    `INSERT OR IGNORE INTO own_stacks (photo_id, stack, at_ms)
       SELECT @to, stack, at_ms FROM own_stacks WHERE photo_id = @from`,
    `INSERT OR IGNORE INTO stack_bests (photo_id, at_ms) SELECT @to, at_ms FROM stack_bests WHERE photo_id = @from`,
  ].map((text) => sql.prepare<[{ from: number; to: number }]>(text));
  const groups = [
    ['own_rating'],
    ['own_caption'],
    ['own_taken_wall_ms', 'own_taken_precision'],
    ['own_taken_offset_min'],
    ['own_latitude', 'own_longitude'],
    ['own_favourite'],
    ['own_hidden'],
    ['own_flag'],
  ] as const;
  const takeOver = groups.map(([first, ...rest]) =>
    sql.prepare<[{ from: number; to: number; wins: 0 | 1 }]>(
      `UPDATE photos SET (${[first, ...rest].join(', ')}) = (SELECT ${[first, ...rest].join(', ')} FROM photos WHERE id = @from)
       WHERE id = @to AND (@wins = 1 OR ${first} IS NULL)
         AND (SELECT ${first} FROM photos WHERE id = @from) IS NOT NULL`,
    ),
  );

  return {
    /** The picture that `former` has now is one of `photoId`'s: what it was, or what it is in another file. */
    remember: (photoId: number, former: number, nowMs: number): void => void remember.run(photoId, nowMs, former),
    /** A photo whose picture was this one once; one that is there rather than one that is gone. */
    photoOnce: (content: Uint8Array): number | undefined => kinOf.get(content),
    areKin: (one: number, other: number): boolean => areKin.get({ one, other }) !== undefined,
    /** `to` has the person's words of `from` as well. Where both have one, that of the photo that is there stands. */
    inherit(from: number, to: number): void {
      for (const statement of statements) statement.run({ from, to });
      const wins = (present.get(to) ?? 0) === 0 ? 1 : 0;
      for (const statement of takeOver) statement.run({ from, to, wins });
    },
  };
}
