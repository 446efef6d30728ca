import { hashBytes, type Look } from '../copies/look.ts';
import type { Db } from './open.ts';

/** What pictures look like, and which of them are the same: all of it can be made again from the photos. */
export function createLooks({ sql }: Pick<Db, 'sql'>) {
  const putHash = sql.prepare<[number, Buffer, number | null, number | null]>(
    `INSERT INTO idx.looks (photo_id, hash, sharpness, brightness) VALUES (?, ?, ?, ?)
     ON CONFLICT (photo_id) DO UPDATE SET hash = excluded.hash, is_matched = 0, sharpness = excluded.sharpness,
       brightness = excluded.brightness`,
  );
  const putPixels = sql.prepare<[number, Buffer]>(
    'INSERT INTO thumbs.looks (photo_id, pixels) VALUES (?, ?) ON CONFLICT (photo_id) DO UPDATE SET pixels = excluded.pixels',
  );
  const forget = [
    'DELETE FROM idx.looks WHERE photo_id = @id',
    'DELETE FROM thumbs.looks WHERE photo_id = @id',
    // By what it is a pair with: there is no index by the other one.
    `DELETE FROM idx.copy_pairs WHERE other_id = @id
     AND photo_id IN (SELECT other_id FROM idx.copy_pairs WHERE photo_id = @id)`,
    'DELETE FROM idx.copy_pairs WHERE photo_id = @id',
  ].map((text) => sql.prepare<[{ id: number }]>(text));
  const lacking = sql.prepare<[number], { id: number; lacks: 0 | 1 }>(`
    SELECT p.id, p.kind = 'image' AND EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.photo_id = p.id)
      AND (NOT EXISTS (SELECT 1 FROM idx.looks l WHERE l.photo_id = p.id AND l.sharpness IS NOT NULL)
        OR NOT EXISTS (SELECT 1 FROM thumbs.looks l WHERE l.photo_id = p.id)) lacks
    FROM photos p WHERE p.id > ? AND p.present > 0 ORDER BY p.id LIMIT 200`);
  const unmatched = sql.prepare<[], number>('SELECT photo_id FROM idx.looks WHERE is_matched = 0 LIMIT 1').pluck();
  const addPair = sql.prepare<[number, number]>(
    'INSERT OR IGNORE INTO idx.copy_pairs (photo_id, other_id) VALUES (?, ?)',
  );
  const matched = sql.prepare<[number, Buffer]>('UPDATE idx.looks SET is_matched = 1 WHERE photo_id = ? AND hash = ?');

  return {
    put(photoId: number, { hash, pixels, sharpness, brightness }: Look): void {
      for (const statement of forget.slice(2)) statement.run({ id: photoId });
      putHash.run(photoId, Buffer.from(hash), sharpness ?? null, brightness ?? null);
      putPixels.run(photoId, Buffer.from(pixels));
    },
    /** The photo shows another picture now. */
    forget(photoId: number): void {
      for (const statement of forget) statement.run({ id: photoId });
    },
    /**
     * Of the next 200 photos those with a thumbnail that were not looked at: of a library from before, or after damage.
     * @returns where to go on, or undefined at the end
     */
    lacking(afterId: number): { afterId: number; ids: number[] } | undefined {
      const rows = lacking.all(afterId);
      const last = rows.at(-1);
      return last && { afterId: last.id, ids: rows.filter(({ lacks }) => lacks === 1).map(({ id }) => id) };
    },
    hasUnmatched: (): boolean => unmatched.get() !== undefined,
    /** @param found as `FoundCopies` has it; a photo that looks otherwise by now is compared again */
    keepMatches({ pairs, ids, hashes }: { pairs: Float64Array; ids: Float64Array; hashes: Uint8Array }): void {
      for (let at = 0; at < pairs.length; at += 2) {
        const [one = 0, other = 0] = pairs.subarray(at, at + 2);
        addPair.run(one, other);
        addPair.run(other, one);
      }
      ids.forEach((id, at) => matched.run(id, Buffer.from(hashes.subarray(at * hashBytes, (at + 1) * hashBytes))));
    },
  };
}
export type Looks = ReturnType<typeof createLooks>;
