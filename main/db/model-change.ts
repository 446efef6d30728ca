import type { Db } from './open.ts';

/** Where the change from one model to another stands: written down at every step, so that any end is survived. */
export interface ChangeRow {
  readonly stage: 'filling' | 'kept' | 'dropping';
  /** Filled now, or answered before; which one answers now is the setting `modelId`. */
  readonly other: string;
  readonly isPaused: boolean;
}

export function createModelChange(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const get = sql.prepare<[], { stage: ChangeRow['stage']; other: string; is_paused: number }>(
    'SELECT stage, other, is_paused FROM model_change',
  );
  const put = sql.prepare<[ChangeRow['stage'], string, number, number]>(`
    INSERT INTO model_change (id, stage, other, is_paused, since_ms) VALUES (1, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, other = excluded.other, is_paused = excluded.is_paused,
      since_ms = excluded.since_ms`);
  const clear = sql.prepare('DELETE FROM model_change');
  const choose = sql.prepare<[string]>(
    `INSERT INTO settings (key, value) VALUES ('modelId', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  // Model by model, along the index: `model_id <> ?` would read every vector of the one that stays.
  const others = sql.prepare<[number], number>('SELECT id FROM idx.models WHERE id <> ?').pluck();
  const countOf = sql.prepare<[number], number>('SELECT count(*) FROM idx.vectors WHERE model_id = ?').pluck();
  const photosOf = sql
    .prepare<[number], number>('SELECT count(*) FROM idx.vectors WHERE model_id = ? AND part = 0')
    .pluck();
  // All vectors of a model are of one length.
  const bytesOf = sql
    .prepare<[number], number>('SELECT length(vector) FROM idx.vectors WHERE model_id = ? LIMIT 1')
    .pluck();
  const hasAny = sql
    .prepare<[string], number>(
      'SELECT EXISTS (SELECT 1 FROM idx.vectors v JOIN idx.models m ON m.id = v.model_id WHERE m.key = ?)',
    )
    .pluck();
  const dropSome = sql
    .prepare<[number, number], number>(
      'DELETE FROM idx.vectors WHERE id IN (SELECT id FROM idx.vectors WHERE model_id = ? LIMIT ?) RETURNING part',
    )
    .pluck();
  const dropModel = sql.prepare<[number]>('DELETE FROM idx.models WHERE id = ?');
  const dropFailures = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE model_id = ?');
  const dropSuggestions = ['suggestions', 'suggestion_passes'].map((table) =>
    sql.prepare(`DELETE FROM idx.${table} WHERE model_key NOT IN (SELECT key FROM idx.models)`),
  );

  return {
    get(): ChangeRow | undefined {
      const row = get.get();
      return row && { stage: row.stage, other: row.other, isPaused: row.is_paused === 1 };
    },
    put: (row: ChangeRow, nowMs: number): void =>
      void put.run(row.stage, row.other, row.isPaused ? 1 : 0, Math.round(nowMs)),
    clear: (): void => void clear.run(),
    /** One transaction: from now on the one model answers, and what the other one has is kept. */
    switchTo(modelId: string, former: string, nowMs: number): void {
      db.transaction(() => {
        choose.run(JSON.stringify(modelId));
        put.run('kept', former, 0, Math.round(nowMs));
      });
    },
    /** Photos that other models than this one have vectors of, and what those take. */
    kept(modelNumber: number): { count: number; bytes: number } {
      const each = others.all(modelNumber).map((id) => ({
        photos: photosOf.get(id) ?? 0,
        bytes: (countOf.get(id) ?? 0) * (bytesOf.get(id) ?? 0),
      }));
      return {
        count: each.reduce((sum, { photos }) => sum + photos, 0),
        bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    /** Whether there are vectors of a model in its present revision. */
    has: (key: string): boolean => hasAny.get(key) === 1,
    /** Deletes up to `count` vectors of other models. @returns how many went, and of how many photos; at the end their models go too */
    dropSome(modelNumber: number, count: number): { vectors: number; photos: number } {
      return db.transaction(() => {
        for (const id of others.all(modelNumber)) {
          const parts = dropSome.all(id, count);
          if (parts.length > 0) return { vectors: parts.length, photos: parts.filter((part) => part === 0).length };
          dropFailures.run(id);
          dropModel.run(id);
          for (const statement of dropSuggestions) statement.run();
        }
        return { vectors: 0, photos: 0 };
      });
    },
    /**
     * Gives a little of what was deleted back to the disk: 64 pages, 0.4 ms, or 9 ms when SQLite copies its log into the
     * file. Readers are not disturbed.
     * @returns whether there is more
     */
    shrinkSome(): boolean {
      const before = freePages();
      sql.pragma('idx.incremental_vacuum(64)');
      const after = freePages();
      // An index that an older version made keeps its room, and fills it again.
      return after > 0 && after < before;
    },
  };

  function freePages(): number {
    return Number(sql.pragma('idx.freelist_count', { simple: true }));
  }
}
export type ModelChangeStore = ReturnType<typeof createModelChange>;
