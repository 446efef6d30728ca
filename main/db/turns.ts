import { isSideways, type Turn } from '../formats/turn.ts';
import type { Db } from './open.ts';

/** How the person turned photos. */
export function createTurns({ sql }: Pick<Db, 'sql'>) {
  const get = sql.prepare<[number], Turn | null>('SELECT own_turn FROM photos WHERE id = ?').pluck();
  const ofContent = sql.prepare<[Uint8Array], Turn | null>('SELECT own_turn FROM photos WHERE content = ?').pluck();
  const set = sql.prepare<[{ id: number; turn: Turn | null; isSideways: 0 | 1 }]>(
    `UPDATE photos SET own_turn = @turn, version = version + 1,
       width = CASE @isSideways WHEN 1 THEN height ELSE width END,
       height = CASE @isSideways WHEN 1 THEN width ELSE height END WHERE id = @id`,
  );
  // The model looks at it anew, as it is shown.
  const drops = ['idx.vectors', 'idx.model_failures'].map((table) =>
    sql.prepare<[number]>(`DELETE FROM ${table} WHERE photo_id = ?`),
  );
  const of = (photoId: number): Turn | undefined => get.get(photoId) ?? undefined;
  return {
    of,
    ofContent: (content: Uint8Array): Turn | undefined => ofContent.get(content) ?? undefined,
    /** Call it inside a transaction, and have the photo looked at again. */
    set(photoId: number, turn: Turn | undefined): void {
      const sides = [of(photoId), turn].filter((one) => one !== undefined && isSideways(one)).length;
      set.run({ id: photoId, turn: turn ?? null, isSideways: sides === 1 ? 1 : 0 });
      for (const drop of drops) drop.run(photoId);
    },
  };
}
export type Turns = ReturnType<typeof createTurns>;
