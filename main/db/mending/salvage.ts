import type { Database, Statement } from 'better-sqlite3';

/** A row, its values in the order of the columns asked for. */
export type Row = readonly unknown[];

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key; empty: there is none but the rowid. */
  readonly key: readonly string[];
}

/** The ids below a damaged page may be too many to try: as many reads may give nothing as rows were found, and some more. */
const mostVain = 500;

/**
 * Every row of a table. @returns false where it ended early: at a page that cannot be read, or because `take` did not want a row
 */
export function readTable(sql: Database, table: Table, take: (row: Row) => void): boolean {
  return reader(sql, table, take)('');
}

/**
 * Reads what can be read out of a damaged table: from both ends, then by halves in between, so that a damaged page costs the
 * rows on it and no more. A row may come twice.
 * @param knownKeys first values of keys that the table may have: the only way in where keys are not numbers
 */
export function salvageTable(
  sql: Database,
  table: Table,
  knownKeys: readonly unknown[],
  take: (row: Row) => void,
): void {
  const [first] = table.key;
  const at = first === undefined ? -1 : table.columns.indexOf(first);
  let last: unknown;
  let found = 0;
  const read = reader(sql, table, (row) => {
    last = row[at];
    found++;
    take(row);
  });
  if (read('')) return;
  if (first === undefined) return void read('ORDER BY rowid DESC');
  const low = last;
  last = undefined;
  if (read(`ORDER BY ${table.key.map((column) => `"${column}" DESC`).join(', ')}`)) return;
  const high = last;
  const numbers = knownKeys.filter((key) => typeof key === 'number');
  const isNumber = [low, high].every((key) => key === undefined || typeof key === 'number');
  if (!isNumber || numbers.length < knownKeys.length) {
    for (const key of knownKeys.slice(0, mostVain + found)) read(`WHERE "${first}" = ?`, key);
    return;
  }
  const least = typeof low === 'number' ? low : 0;
  const most = typeof high === 'number' && high >= least ? high : Math.max(least, largestOf(numbers)) + 1_000;
  let vain = 0;
  // The largest stretches first, so that what is readable anywhere is come to.
  const stretches: [least: number, most: number][] = [[least, most]];
  for (let next = stretches.shift(); next !== undefined && vain < mostVain + found; next = stretches.shift()) {
    const [from, to] = next;
    last = undefined;
    if (read(`WHERE "${first}" BETWEEN ? AND ?`, from, to) || from >= to) continue;
    if (last === undefined) vain++;
    const middle = Math.floor((from + to) / 2);
    stretches.push([from, middle], [middle + 1, to]);
  }
}

function reader(sql: Database, table: Table, take: (row: Row) => void) {
  const columns = table.columns.map((column) => `"${column}"`).join(', ');
  const from = `SELECT ${columns} FROM "${table.name}" NOT INDEXED`;
  const prepared = new Map<string, Statement<unknown[], Row>>();
  return (where: string, ...values: unknown[]): boolean => {
    try {
      const statement = prepared.get(where) ?? sql.prepare<unknown[], Row>(`${from} ${where}`).raw();
      prepared.set(where, statement);
      for (const row of statement.iterate(...values)) take(row);
      return true;
    } catch {
      return false; // whatever SQLite says of a page: its rows cannot be read
    }
  };
}

/** What an index alone still says of rows: `columns` are all in it, so the table is not asked. */
export function readIndex(sql: Database, query: string): readonly Row[] {
  const rows: Row[] = [];
  try {
    for (const row of sql.prepare<[], Row>(query).raw().iterate()) rows.push(row);
  } catch {
    // What came before the damage is something.
  }
  return rows;
}

/** Nothing of the table or of its indexes is damaged. */
export function isSound(sql: Database, table: string): boolean {
  try {
    return sql.pragma(`integrity_check("${table}")`, { simple: true }) === 'ok';
  } catch {
    return false; // so damaged that it cannot even be checked
  }
}

function largestOf(numbers: readonly number[]): number {
  let most = 0;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}
