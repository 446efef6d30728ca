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
  const kept = sql.prepare<[{ model: number }], { count: number; bytes: number }>(
    // All vectors of a model are of one length: reading that of the first one is enough.
    `SELECT (SELECT count(*) FROM idx.vectors WHERE model_id <> @model) count,
       (SELECT count(*) FROM idx.vectors WHERE model_id <> @model)
         * coalesce((SELECT length(vector) FROM idx.vectors WHERE model_id <> @model LIMIT 1), 0) bytes`,
  );
  const dropSome = sql.prepare<[number, number]>(
    'DELETE FROM idx.vectors WHERE id IN (SELECT id FROM idx.vectors WHERE model_id <> ? LIMIT ?)',
  );
  const dropModels = sql.prepare<[number]>('DELETE FROM idx.models WHERE id <> ?');
  const dropSuggestions = ['suggestions', 'suggestion_passes'].map((table) =>
    sql.prepare(`DELETE FROM idx.${table} WHERE model_key NOT IN (SELECT key FROM idx.models)`),
  );
  const dropFailures = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE model_id <> ?');

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
    /** Vectors of other models than this one. 10 ms at 100,000: for the moment after a change, not for every glance. */
    kept: (modelNumber: number): { count: number; bytes: number } => kept.get({ model: modelNumber }) ?? { count: 0, bytes: 0 },
    /** Deletes up to `count` vectors of other models. @returns how many went; at the end their models go too */
    dropSome(modelNumber: number, count: number): number {
      return db.transaction(() => {
        const { changes } = dropSome.run(modelNumber, count);
        if (changes === 0) {
          dropFailures.run(modelNumber);
          dropModels.run(modelNumber);
          for (const statement of dropSuggestions) statement.run();
        }
        return changes;
      });
    },
  };
}
export type ModelChangeStore = ReturnType<typeof createModelChange>;
