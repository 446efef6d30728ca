/** @file Runs in the searcher process. */
import type { Database } from 'better-sqlite3';
import type { Chip } from '../../../preload/contract/query.ts';
import type { Condition, FilterLibrary } from './filter.ts';
import { filterByName } from './index.ts';

/**
 * The photos that pass every chip, ids ascending; undefined without chips: all of them. Chips of one filter are
 * alternatives where a photo can only have one (two cameras), and all needed where it may have several (two tags).
 */
export function allowedIds(
  db: Database,
  library: FilterLibrary,
  chips: readonly Pick<Chip, 'key' | 'value' | 'sign'>[],
): Int32Array | undefined {
  if (chips.length === 0) return undefined;
  const tests: { sql: string; params: readonly (string | number)[] }[] = [];
  const kept: Int32Array[] = [];
  const dropped: Int32Array[] = [];
  for (const group of groups(chips, library)) {
    const sqls = group.conditions.filter((condition) => condition.is === 'sql');
    const ids = group.conditions.flatMap((condition) => (condition.is === 'ids' ? [condition.ids] : []));
    if (ids.length > 0) (group.sign === 'plus' ? kept : dropped).push(union(ids));
    if (sqls.length === 0) continue;
    const any = sqls.map(({ sql }) => `(${sql})`).join(' OR ');
    tests.push({
      // A photo whose camera is not known was not taken with a Fuji either.
      sql: group.sign === 'plus' ? `(${any})` : `((${any}) IS NOT TRUE)`,
      params: sqls.flatMap(({ params }) => params),
    });
  }
  const first = tests.length === 0 ? intersection(kept) : undefined;
  const passed = first ?? query(db, tests);
  const narrowed = first ? passed : kept.reduce((all, ids) => intersect(all, ids), passed);
  return dropped.reduce((all, ids) => subtract(all, ids), narrowed);
}

interface Group {
  readonly sign: Chip['sign'];
  /** Any of these. */
  readonly conditions: Condition[];
}

function groups(chips: readonly Pick<Chip, 'key' | 'value' | 'sign'>[], library: FilterLibrary): Group[] {
  const made: Group[] = [];
  const open = new Map<string, Group>();
  for (const { key, value, sign } of chips) {
    const filter = filterByName(key);
    if (!filter) continue;
    const condition = filter.condition(value, library);
    // Not this and not that: each minus stands for itself. An `ids` filter is never mixed with an `sql` one: one filter, one kind.
    const shared = filter.several === 'any' && sign === 'plus' ? open.get(filter.key) : undefined;
    if (shared) {
      shared.conditions.push(condition);
      continue;
    }
    const group: Group = { sign, conditions: [condition] };
    made.push(group);
    if (sign === 'plus') open.set(filter.key, group);
  }
  return made;
}

function query(db: Database, tests: readonly { sql: string; params: readonly (string | number)[] }[]): Int32Array {
  const where = ['p.present > 0', ...tests.map(({ sql }) => sql)].join(' AND ');
  const ids = db
    .prepare<(string | number)[], number>(`SELECT p.id FROM photos p WHERE ${where}`)
    .pluck()
    .all(...tests.flatMap(({ params }) => params));
  return Int32Array.from(ids).sort();
}

function union(lists: readonly Int32Array[]): Int32Array {
  const [only] = lists;
  if (lists.length === 1 && only) return only;
  return Int32Array.from(new Set(lists.flatMap((ids) => [...ids]))).sort();
}

function intersection(lists: readonly Int32Array[]): Int32Array | undefined {
  const [first, ...rest] = lists;
  return first && rest.reduce((all, ids) => intersect(all, ids), first);
}

function intersect(a: Int32Array, b: Int32Array): Int32Array {
  let at = 0;
  return a.filter((id) => {
    while (at < b.length && (b[at] ?? 0) < id) at++;
    return b[at] === id;
  });
}

function subtract(a: Int32Array, b: Int32Array): Int32Array {
  let at = 0;
  return a.filter((id) => {
    while (at < b.length && (b[at] ?? 0) < id) at++;
    return b[at] !== id;
  });
}
