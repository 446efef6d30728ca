import type { Database } from 'better-sqlite3';
import { isSound, readTable, type Row, salvageTable, type Table } from './salvage.ts';
import { timeColumnOf } from './tables.ts';

/** Where the rows of a table come from, after merging. */
export interface Merged {
  /** Of the damaged file. */
  readonly salvaged: number;
  /** Only in the backup: as they were when it was made. */
  readonly fromBackup: number;
  /** The damaged file says that so many more were in it; undefined: it cannot say how many it had. */
  readonly gone: number | undefined;
  readonly isWhole: boolean;
}

/**
 * Brings what can be read of a table of the damaged file into the new library, which has the backup's rows in it. A sound
 * table takes the place of the backup's: what it lacks was deleted. Of a damaged one each row that can be read takes the place
 * of the backup's, unless that one is newer.
 */
export function mergeTable(target: Database, damaged: Database, table: Table): Merged {
  const there = new Set(
    damaged.prepare<[], string>(`SELECT name FROM pragma_table_info('${table.name}')`).pluck().all(),
  );
  const columns = table.columns.filter((column) => there.has(column));
  const { name } = table;
  // A table that came with a later version.
  if (columns.length === 0) return { salvaged: 0, fromBackup: countOf(target, name) ?? 0, gone: 0, isWhole: true };
  const common = { ...table, columns };
  if (isSound(damaged, name) && takeWhole(target, damaged, common))
    return { salvaged: countOf(target, name) ?? 0, fromBackup: 0, gone: 0, isWhole: true };

  const seen = createSeen(target, common);
  const put = target.prepare(upsert(common));
  const [first = 'rowid'] = table.key;
  const knownKeys = target.prepare<[]>(`SELECT DISTINCT "${first}" FROM "${name}"`).pluck().all();
  salvageTable(damaged, common, knownKeys, (row) => {
    try {
      put.run(...row);
      seen.add(row);
    } catch {
      // Half of it is of another row: it is none of the table's (its types and checks say so).
    }
  });
  const is = countOf(target, name) ?? 0;
  const fromBackup = seen.countOthers();
  seen.drop();
  const had = countOf(damaged, name);
  return {
    salvaged: is - fromBackup,
    fromBackup,
    gone: had === undefined ? undefined : Math.max(0, had - is),
    isWhole: false,
  };
}

function takeWhole(target: Database, damaged: Database, table: Table): boolean {
  target.exec('SAVEPOINT whole');
  target.prepare(`DELETE FROM "${table.name}"`).run();
  const put = target.prepare(insert(table));
  const isDone = readTable(damaged, table, (row) => void put.run(...row));
  target.exec(isDone ? 'RELEASE whole' : 'ROLLBACK TO whole; RELEASE whole');
  return isDone;
}

/** Which rows came out of the damaged file: all keys are kept in a table, for there may be millions. */
function createSeen(target: Database, table: Table) {
  const { key, columns, name } = table;
  const places = key.map((column) => columns.indexOf(column));
  const names = key.map((_, at) => `k${at}`);
  if (key.length === 0) return { add: () => undefined, countOthers: () => 0, drop: () => undefined };
  target.exec(`CREATE TEMP TABLE seen (${names.join(', ')}, PRIMARY KEY (${names.join(', ')})) WITHOUT ROWID`);
  const add = target.prepare(`INSERT OR IGNORE INTO temp.seen VALUES (${names.map(() => '?').join(', ')})`);
  const same = key.map((column, at) => `s.k${at} = t."${column}"`).join(' AND ');
  return {
    add: (row: Row): void => void add.run(...places.map((at) => row[at])),
    countOthers: (): number =>
      target
        .prepare<[], number>(
          `SELECT count(*) FROM "${name}" t WHERE NOT EXISTS (SELECT 1 FROM temp.seen s WHERE ${same})`,
        )
        .pluck()
        .get() ?? 0,
    drop: () => void target.exec('DROP TABLE temp.seen'),
  };
}

function insert({ name, columns }: Table): string {
  const list = columns.map((column) => `"${column}"`).join(', ');
  return `INSERT INTO "${name}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`;
}

function upsert(table: Table): string {
  const { name, columns, key } = table;
  if (key.length === 0) return insert(table).replace('INSERT', 'INSERT OR IGNORE');
  const others = columns.filter((column) => !key.includes(column));
  const conflict = `ON CONFLICT (${key.map((column) => `"${column}"`).join(', ')})`;
  if (others.length === 0) return `${insert(table)} ${conflict} DO NOTHING`;
  const time = timeColumnOf(table);
  const set = others.map((column) => `"${column}" = excluded."${column}"`).join(', ');
  const newer = time === undefined ? '' : ` WHERE excluded."${time}" >= "${name}"."${time}"`;
  return `${insert(table)} ${conflict} DO UPDATE SET ${set}${newer}`;
}

function countOf(sql: Database, table: string): number | undefined {
  try {
    // By the smallest index, which may be sound where the table is not.
    return sql.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get();
  } catch {
    return undefined;
  }
}
