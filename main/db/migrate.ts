import type { Database } from 'better-sqlite3';
import { Failure } from '../util/failure.ts';
import { connect } from './connect.ts';

/**
 * Brings a database to the newest version, one transaction for each step (`PRAGMA user_version` counts them).
 * @throws Failure `library-newer` if a newer Lumisift wrote it: it is left as it is; `library-damaged` where its tables are
 * not those of any version
 */
export function migrate(sql: Database, steps: readonly string[], file: string): void {
  const version = versionOf(sql, steps, file);
  if (version > steps.length)
    throw new Failure(
      'library-newer',
      `${file} was written by a newer version of Lumisift. Please update Lumisift; nothing was changed.`,
      { details: { file, version, known: steps.length } },
    );
  for (const [at, step] of steps.entries()) {
    if (at < version) continue;
    sql.transaction(() => {
      sql.exec(step);
      sql.pragma(`user_version = ${at + 1}`);
      sql.pragma(`application_id = ${markOf(sql, at + 1)}`);
    })();
  }
}

/**
 * [Note: The mark of a version]
 * A version is one number in the header of the file: a flipped bit makes it that of a newer Lumisift, or of an older one whose
 * steps would be run again. So a second number there, `application_id`, is a digest of the version and the tables. Where the
 * two do not agree, the tables say which version it is, and the header is mended.
 */
export function versionOf(sql: Database, steps: readonly string[], file: string): number {
  const version = headerNumber(sql, 'user_version');
  if (headerNumber(sql, 'application_id') === markOf(sql, version)) return version;
  const tables = new Set(schemaOf(sql));
  // What somebody else put there does not matter.
  const fits = schemasOf(steps).map((schema) => schema.every((one) => tables.has(one)));
  // Steps that only change rows leave the tables alike: the number in the header is then believed.
  const found = fits[version] === true && (version > 0 || !fits.includes(true, 1)) ? version : fits.lastIndexOf(true);
  if (found >= 0) {
    if (found > 0 && !sql.readonly)
      sql.transaction(() => {
        sql.pragma(`user_version = ${found}`);
        sql.pragma(`application_id = ${markOf(sql, found)}`);
      })();
    return found;
  }
  throw new Failure('library-damaged', `The tables of ${file} are damaged.`, { details: { file } });
}

function headerNumber(sql: Database, name: 'user_version' | 'application_id'): number {
  return Number(sql.pragma(name, { simple: true }));
}

/** A digest that fits the header: FNV-1a over the version and the tables, 31 bits, never 0. */
function markOf(sql: Database, version: number): number {
  let hash = 2_166_136_261;
  for (const sign of [version, ...schemaOf(sql)].join('\n'))
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 1) | 1;
}

/** Also what triggers and indexes are; not what SQLite makes for itself. */
function schemaOf(sql: Database): string[] {
  return sql
    .prepare<[], string>(
      `SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema
       WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL ORDER BY type, name`,
    )
    .pluck()
    .all();
}

/** The tables of each version, 0 for an empty database. About 15 ms, so it is only asked where something is wrong. */
function schemasOf(steps: readonly string[]): string[][] {
  const sql = connect(':memory:');
  try {
    return [
      schemaOf(sql),
      ...steps.map((step) => {
        sql.exec(step);
        return schemaOf(sql);
      }),
    ];
  } finally {
    sql.close();
  }
}
