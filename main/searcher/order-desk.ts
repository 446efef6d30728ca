import type { Database } from 'better-sqlite3';
import type { ListOrder } from '../../preload/contract/list.ts';
import { createBitmap } from '../search/bitmap.ts';
import type { KeptList } from './lists.ts';
import { undatedBegin } from './months.ts';

/** Orders that are not told by the timeline. */
type Stored = Exclude<ListOrder, 'date' | 'oldest'>;

/** With more photos that changed it is faster to read the order anew. */
const mostPatched = 2_000;

interface Order {
  /** All photos, in this order. */
  read(): number[];
  /** What a photo stands by; undefined: it has no place in this order. */
  keyOf(photoId: number): string | number | undefined;
  /** Whether a photo that stands by `a` comes before one that stands by `b`. */
  isBefore(a: Placed, b: Placed): boolean;
}

interface Placed {
  readonly id: number;
  readonly key: string | number;
}

/**
 * Puts lists that nothing was asked of into another order than by date. The order of the whole library is read once; photos
 * that changed since are taken out of it and put where they belong when the next list asks.
 */
export function createOrderDesk(sql: Database) {
  const orders: Readonly<Record<Stored, Order>> = {
    name: byName(sql),
    size: byNumber(
      sql,
      `SELECT photo_id id, max(size_bytes) key FROM files WHERE photo_id IS NOT NULL AND missing_since_ms IS NULL`,
      'photo_id',
    ),
    added: byNumber(sql, 'SELECT id, added_at_ms key FROM photos WHERE present > 0', 'id'),
  };
  const known = new Map<Stored, { ids: Uint32Array; readonly changed: Set<number> }>();

  return {
    /** Photos came, changed or went. */
    changed(photoIds: readonly number[]): void {
      for (const [order, { changed }] of known) {
        for (const id of photoIds) changed.add(id);
        if (changed.size > mostPatched) known.delete(order);
      }
    },
    /** @param timeOf places in the timeline */
    sorted(list: Omit<KeptList, 'id'>, order: ListOrder, timeOf: (photoId: number) => number): Omit<KeptList, 'id'> {
      if (order === 'date') return list;
      const { scores: _scores, times: _times, certain: _certain, direction: _direction, ...rest } = list;
      const sections: KeptList['sections'] = [{ band: 'all', count: list.photoIds.length }];
      if (order === 'oldest') return { ...rest, ...oldestFirst(list.photoIds, timeOf), sections };
      return { ...rest, photoIds: takenOutOf(orderOf(order), list.photoIds), sections, isSorted: true };
    },
  };

  function orderOf(name: Stored): Uint32Array {
    const order = orders[name];
    const before = known.get(name);
    if (before === undefined) {
      const ids = Uint32Array.from(order.read());
      known.set(name, { ids, changed: new Set() });
      return ids;
    }
    if (before.changed.size > 0) before.ids = patched(before.ids, before.changed, order);
    before.changed.clear();
    return before.ids;
  }
}

/** The changed photos where they belong now, all others where they were. */
function patched(ids: Uint32Array, changed: ReadonlySet<number>, order: Order): Uint32Array {
  const rest = ids.filter((id) => !changed.has(id));
  const placed = [...changed].flatMap((id) => {
    const key = order.keyOf(id);
    return key === undefined ? [] : [{ id, key }];
  });
  const at = placed.map((one) => ({ id: one.id, one, at: placeOf(one, rest, order) }));
  at.sort((a, b) => a.at - b.at || (order.isBefore(a.one, b.one) ? -1 : 1));
  const whole = new Uint32Array(rest.length + at.length);
  let from = 0;
  at.forEach(({ id, at: place }, n) => {
    whole.set(rest.subarray(from, place), from + n);
    whole[place + n] = id;
    from = place;
  });
  whole.set(rest.subarray(from), from + at.length);
  return whole;
}

/** How many of these come before it. */
function placeOf(one: Placed, ids: Uint32Array, order: Order): number {
  let [least, most] = [0, ids.length];
  while (least < most) {
    const middle = (least + most) >>> 1;
    const id = ids[middle] ?? 0;
    const key = order.keyOf(id);
    // One that went away and was not told of yet: it is told in a moment, and stands anywhere until then.
    if (key !== undefined && order.isBefore({ id, key }, one)) least = middle + 1;
    else most = middle;
  }
  return least;
}

/** As people count: IMG_9 before IMG_10. Padded digits are compared as text, a twentieth of a collator's time. */
function byName(sql: Database): Order {
  // The name of the file that stands for the photo: the first that is there.
  const all = sql
    .prepare<[], [number, string]>(
      `SELECT photo_id, name FROM (SELECT photo_id, name, min(id) FROM files
         WHERE photo_id IS NOT NULL AND missing_since_ms IS NULL GROUP BY photo_id)`,
    )
    .raw();
  const ofOne = sql
    .prepare<[number], string>(
      'SELECT name FROM files WHERE photo_id = ? AND missing_since_ms IS NULL ORDER BY id LIMIT 1',
    )
    .pluck();
  const isBefore = (a: Placed, b: Placed) => (a.key === b.key ? a.id < b.id : a.key < b.key);
  return {
    isBefore,
    keyOf(photoId) {
      const name = ofOne.get(photoId);
      return name === undefined ? undefined : keyOf(name);
    },
    read() {
      const keyed = all.all().map(([id, name]) => ({ id, key: keyOf(name) }));
      return keyed.sort((a, b) => (isBefore(a, b) ? -1 : 1)).map(({ id }) => id);
    },
  };
}

/** The greatest first; of two that are the same, the one that came last. @param from what gives `id` and `key` */
function byNumber(sql: Database, from: string, id: 'id' | 'photo_id'): Order {
  const all = sql.prepare<[], number>(`SELECT id FROM (${from} GROUP BY ${id}) ORDER BY key DESC, id DESC`).pluck();
  const ofOne = sql.prepare<[number], Placed>(`${from} AND ${id} = ? GROUP BY ${id}`);
  return {
    read: () => all.all(),
    keyOf: (photoId) => ofOne.get(photoId)?.key,
    isBefore: (a, b) => (a.key === b.key ? a.id > b.id : a.key > b.key),
  };
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(12, '0'));
}

/** What came a moment ago and has no place yet is at the end. */
function takenOutOf(order: Uint32Array, ids: Uint32Array): Uint32Array {
  const greatest = ids.reduce((most, id) => Math.max(most, id), 0);
  const wanted = createBitmap(greatest, ids);
  const sorted = order.filter((id) => id <= greatest && wanted.has(id));
  if (sorted.length === ids.length) return sorted;
  const placed = createBitmap(greatest, sorted);
  return Uint32Array.from([...sorted, ...ids.filter((id) => !placed.has(id))]);
}

/** Without a date of their own they stay at the end. */
function oldestFirst(ids: Uint32Array, timeOf: (photoId: number) => number): Pick<KeptList, 'photoIds' | 'times'> {
  const photoIds = ids.slice().sort((a, b) => timeOf(b) - timeOf(a) || b - a);
  const times = Float64Array.from(photoIds, timeOf);
  const begin = undatedBegin(times);
  photoIds.subarray(0, begin).reverse();
  times.subarray(0, begin).reverse();
  return { photoIds, times };
}
