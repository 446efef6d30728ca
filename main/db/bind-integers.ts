import type Database from 'better-sqlite3';

/**
 * Makes every statement of a connection bind whole numbers as SQLite integers.
 * [Note: Integers are integers] better-sqlite3 binds each JavaScript number as REAL. A column takes it for what it is by
 * its affinity, but an expression or the rowid of a virtual table has none: `rowid = 3.0` of an FTS5 table is no
 * condition at all, so that a photo was said to have words which another one has.
 */
export function bindIntegers(sql: Database.Database): Database.Database {
  const prepare = sql.prepare.bind(sql);
  sql.prepare = ((source: string) => {
    const statement = prepare(source);
    for (const name of ['run', 'get', 'all', 'iterate', 'bind'] as const) {
      const original: (...values: unknown[]) => unknown = statement[name].bind(statement);
      Object.defineProperty(statement, name, {
        configurable: true, // a library that mends itself wraps them again
        value: (...values: unknown[]) => original(...values.map(bound)),
      });
    }
    return statement;
    // Its type is generic in what is bound and read, which this does not touch.
  }) as typeof sql.prepare;
  return sql;
}

/** One value, or an object of named ones. */
function bound(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(bound);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bound(one)]));
}
