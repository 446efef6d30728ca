import type { Database, Statement } from 'better-sqlite3';
import { isDamage, isFullTextDamage } from './connect.ts';
import { type Rebuildable, schemaOf } from './rebuildable.ts';

export interface Mending {
  /** Puts an empty database in the place of a damaged one. Not called inside a transaction. */
  readonly rebuild: (name: Rebuildable) => void;
  /** Damage that no rebuilding mends: it is that of library.db, or comes again and again. */
  readonly onDamage: (error: unknown) => unknown;
  /** Something was written. */
  readonly onCommitted: () => void;
}

export interface SelfMending {
  /** One transaction; tried again where a rebuildable database was damaged and is whole again. */
  transaction<T>(work: () => T): T;
  /** Damage was met through another connection. @returns whether it was this database's, which is empty now */
  check(name: Rebuildable, isSurely: boolean): boolean;
}

/**
 * [Note: How a damaged index mends itself]
 * Where a page of index.db or thumbnails.db is damaged, SQLite says so to the first statement that meets it, whichever that
 * is, hours after the start. So every statement of the one writing connection is guarded: the damaged database is put
 * aside, an empty one attached in its place, and the statement is run again; inside a transaction the whole of it is undone
 * first and then run again. Whoever asked sees an empty index instead of an error, and what listens to `rebuilt` fills it:
 * with what can be read of the damaged file, and then from the photos. Other processes only read; they tell what they met.
 */
export function mendItself(sql: Database, { rebuild, onDamage, onCommitted }: Mending): SelfMending {
  const prepare = sql.prepare.bind(sql);
  const pragma = sql.pragma.bind(sql);
  /** What met the damage that an error tells of, while a transaction is undone. */
  const sources = new WeakMap<object, string>();
  let rebuilt = 0;

  // What is run again may meet the damage of the other database: as often as something could be mended.
  const guarded = <T>(source: string, run: () => T): T => {
    for (;;)
      try {
        return run();
      } catch (error) {
        if (!isDamage(error) && !isOdd(error, source)) throw error;
        if (sql.inTransaction) {
          if (typeof error === 'object' && error !== null) sources.set(error, source);
          throw error;
        }
        if (!mend(source, error)) throw isDamage(error) ? onDamage(error) : error;
      }
  };

  // The types overload it by the number of parameters; what is given through is what came.
  sql.prepare = ((source: string) => {
    // As above.
    const statement = guarded(source, () => prepare(source)) as Statement;
    for (const method of ['get', 'all', 'run'] as const) {
      const original = statement[method].bind(statement);
      Object.defineProperty(statement, method, {
        configurable: true,
        value(...parameters: unknown[]) {
          const result = guarded(source, () => original(...parameters));
          if (method === 'run' && !sql.inTransaction) onCommitted();
          return result;
        },
      });
    }
    return statement;
  }) as Database['prepare'];
  sql.pragma = (source, options) => guarded(source, () => pragma(source, options));

  return {
    transaction(work) {
      if (sql.inTransaction) return sql.transaction(work)();
      for (;;)
        try {
          const result = sql.transaction(work).immediate();
          onCommitted();
          return result;
        } catch (error) {
          const source = typeof error === 'object' && error !== null ? sources.get(error) : undefined;
          if (source === undefined && !isDamage(error)) throw error;
          if (!mend(source ?? 'idx. thumbs.', error)) throw isDamage(error) ? onDamage(error) : error;
        }
    },
    check(name, isSurely) {
      if (!isSurely && isSound(name)) return false;
      return mendOne(name);
    },
  };

  function mend(source: string, error: unknown): boolean {
    const named = namedIn(source);
    const [first] = named;
    // FTS5 finds its own damage; only index.db has it.
    if (!isDamage(error)) return named.filter((name) => !isConsistent(name)).some(mendOne);
    const isAlone = named.length === 1 && !readsLibrary(source);
    const damaged = isFullTextDamage(error) ? 'index' : isAlone ? first : named.find((name) => !isSound(name));
    return damaged !== undefined && mendOne(damaged);
  }

  function mendOne(name: Rebuildable): boolean {
    // A disk that damages what was just written is not helped by writing it again.
    if (++rebuilt > mostRebuilt) return false;
    rebuild(name);
    return true;
  }

  /** Every value of its kind, every index as its table, and no row that points at nothing. */
  function isConsistent(name: Rebuildable): boolean {
    try {
      const schema = schemaOf[name];
      if (pragma(`${schema}.integrity_check(1)`, { simple: true }) !== 'ok') return false;
      const orphans: unknown = pragma(`${schema}.foreign_key_check`);
      return Array.isArray(orphans) && orphans.length === 0;
    } catch {
      return false;
    }
  }

  function isSound(name: Rebuildable): boolean {
    try {
      return pragma(`${schemaOf[name]}.quick_check(1)`, { simple: true }) === 'ok';
    } catch {
      return false;
    }
  }
}

/**
 * A flipped bit can leave a page whole and a value of another kind, or a number that points at nothing: what is written here
 * is always right, so that this too says that the database is to be looked at.
 */
function isOdd(error: unknown, source: string): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(CONSTRAINT_(DATATYPE|FOREIGNKEY)|MISMATCH)$/.test(code) && namedIn(source).length > 0;
}

/** In one run of the app. */
const mostRebuilt = 6;

function namedIn(source: string): Rebuildable[] {
  const all: readonly (readonly [Rebuildable, string])[] = [
    ['index', 'idx.'],
    ['thumbnails', 'thumbs.'],
  ];
  return all.flatMap(([name, prefix]) => (source.includes(prefix) ? [name] : []));
}

/** Tables without a prefix are those of library.db. */
function readsLibrary(source: string): boolean {
  return /\b(?:from|join|into|update)\s+(?!idx\.|thumbs\.|json_each|set\b)[a-z_]/i.test(source);
}
