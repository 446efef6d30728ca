import type { Database } from 'better-sqlite3';
import type { Table } from './salvage.ts';

/** The tables of a sound library, as they are now: what is added later is salvaged without a word here. */
export function tablesOf(sql: Database): Table[] {
  return sql
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all()
    .map((name) => {
      const columns = sql.prepare<[], { name: string; pk: number }>(`PRAGMA table_info("${name}")`).all();
      const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      return { name, columns: columns.map((column) => column.name), key: key.map((column) => column.name) };
    });
}

/** When what a row says was said: where two are about the same, the newer one stands. */
export function timeColumnOf({ columns }: Table): string | undefined {
  return ['at_ms', 'changed_at_ms'].find((column) => columns.includes(column));
}

interface ForeignKey {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly on_delete: string;
}

/**
 * Rows that hang on rows that could not be read, directly or by others, go; where the pointer may be empty, it is emptied.
 * @returns how many rows went, by table
 */
export function dropOrphans(sql: Database, tables: readonly Table[]): Map<string, number> {
  const dropped = new Map<string, number>();
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const { name } of tables)
      for (const key of sql.prepare<[], ForeignKey>(`PRAGMA foreign_key_list("${name}")`).all()) {
        const { table: parent, from, to } = key;
        const orphan = `"${from}" IS NOT NULL AND "${from}" NOT IN (SELECT "${to}" FROM "${parent}")`;
        const isOptional = sql
          .prepare<[string], number>(
            `SELECT 1 FROM pragma_table_info('${name}') WHERE name = ? AND "notnull" = 0 AND pk = 0`,
          )
          .get(from);
        const { changes } = sql
          .prepare(
            isOptional === undefined
              ? `DELETE FROM "${name}" WHERE ${orphan}`
              : `UPDATE "${name}" SET "${from}" = NULL WHERE ${orphan}`,
          )
          .run();
        if (changes === 0) continue;
        isDone = false;
        if (isOptional === undefined) dropped.set(name, (dropped.get(name) ?? 0) + changes);
      }
  }
  return dropped;
}
