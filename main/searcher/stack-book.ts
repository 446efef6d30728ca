import type { Database } from 'better-sqlite3';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { KeptList } from './lists.ts';

/** What a card stands for, of the photos in its list. */
export type StackOf = (photoId: number) => PhotoCard['stack'];

/** Which photos are one card: every stack of the library, as it was found last, of the photos that are there. */
export function createStackBook(sql: Database) {
  const columns =
    's.photo_id, s.best_id, s.kind FROM idx.stacks s JOIN photos p ON p.id = s.photo_id AND p.present > 0';
  const all = sql.prepare<[], [number, number, Kind]>(`SELECT ${columns}`).raw();
  const some = sql
    .prepare<[string], [number, number, Kind]>(`SELECT ${columns} WHERE s.photo_id IN (SELECT value FROM json_each(?))`)
    .raw();
  /** By photo id; 0: it belongs to nothing. Every photo of every list is looked up: a Map takes ten times as long. */
  let bests = new Uint32Array(1024);
  /** By the photo that stands for the stack. */
  const kinds = new Map<number, Kind>();
  let isRead = false;
  /** Counts what changed. */
  let revision = 0;
  /** The timeline is asked for again and again: of a million photos folding takes 300 ms. */
  let last: { photoIds: Uint32Array; revision: number; unfolded: string; folded: Omit<KeptList, 'id'> } | undefined;

  return {
    /** Rows of these photos are read again. */
    changed(photoIds: readonly number[]): void {
      if (!isRead) return;
      const before = photoIds.some((id) => bestOf(id) > 0);
      for (const id of photoIds) leave(id);
      const rows = some.all(JSON.stringify(photoIds));
      for (const row of rows) enter(row);
      if (before || rows.length > 0) revision++;
    },
    /**
     * Leaves one card of each stack in a list.
     *
     * A stack stands where the first of its photos stands that the list has, so that its best score counts; sorted by time,
     * where its own photo stands. The card shows the photo that stands for the stack where that is in the same part of the
     * list, else the photo that was found.
     * @param unfolded photos whose stacks stay open: in a ranked list their photos stand one behind the other
     */
    fold(list: Omit<KeptList, 'id'>, unfolded: readonly number[] = []): Omit<KeptList, 'id'> {
      const isTimeline = list.scores === undefined && list.query === undefined;
      const about = { photoIds: list.photoIds, revision, unfolded: unfolded.join() };
      if (
        isTimeline &&
        last?.photoIds === about.photoIds &&
        last.revision === revision &&
        last.unfolded === about.unfolded
      )
        return last.folded;
      const folded = fold(list, unfolded);
      if (isTimeline) last = { ...about, folded };
      return folded;
    },
  };

  function fold(list: Omit<KeptList, 'id'>, unfolded: readonly number[]): Omit<KeptList, 'id'> {
    read();
    const open = new Set(unfolded.map(bestOf).filter((best) => best > 0));
    const groups = groupsOf(list);
    // Of the list as it is now: what belongs together later is said by a later list.
    const stackIn = new Map<number, { best: number; kind: Kind; group: readonly number[] }>();
    for (const [best, group] of groups) {
      const kind = kinds.get(best);
      if (kind !== undefined) for (const at of group) stackIn.set(list.photoIds[at] ?? 0, { best, kind, group });
    }
    const stackOf: StackOf = (id) => {
      const stack = stackIn.get(id);
      if (stack === undefined) return undefined;
      const { best, kind, group } = stack;
      const ids = group.map((at) => list.photoIds[at] ?? 0);
      if (open.has(best)) return { kind, count: ids.length, isOpen: true, partIds: [] };
      return { kind, count: ids.length, partIds: ids.filter((one) => one !== id) };
    };
    if (groups.size === 0) return { ...list, foldedCount: 0, stackOf };
    const cardOf = new Map<number, number>();
    const places = new Uint32Array(list.photoIds.length);
    let length = 0;
    const keep = (place: number): void => void (places[length++] = place);
    const timed = list.times?.length ?? 0;
    const sections: { band: KeptList['sections'][number]['band']; count: number }[] = [];
    let at = 0;
    for (const { band, count } of list.sections) {
      const before = length;
      for (const end = at + count; at < end; at++) {
        const id = list.photoIds[at] ?? 0;
        const best = bestOf(id);
        const group = best === 0 ? undefined : groups.get(best);
        if (group === undefined) keep(at);
        else if (open.has(best)) {
          if (at < timed) keep(at);
          else if (group[0] === at) group.forEach(keep);
        } else {
          const card = cardAt(list, group, best);
          cardOf.set(id, list.photoIds[card] ?? id);
          if (card < timed ? card === at : group[0] === at) keep(card);
        }
      }
      sections.push({ band, count: length - before });
    }
    const kept = places.subarray(0, length);
    const pick = <A extends Uint32Array | Float32Array | Float64Array>(from: A, into: A): A => {
      kept.forEach((place, i) => (into[i] = from[place] ?? 0));
      return into;
    };
    const photoIds = pick(list.photoIds, new Uint32Array(length));
    const isChosen = new Set(list.chosen);
    return {
      ...list,
      photoIds,
      ...(list.scores && { scores: Float32Array.from(kept, (place) => scoreAt(list.scores?.[place] ?? 0, place)) }),
      ...(list.times && {
        times: pick(list.times, new Float64Array(length)).slice(0, kept.filter((place) => place < timed).length),
      }),
      sections: sections.filter(({ count }) => count > 0),
      ...(list.certain && {
        exactCount: photoIds.filter((id) => list.certain?.has(id) === true && !isChosen.has(id)).length,
      }),
      foldedCount: list.photoIds.length - length,
      cardOf,
      stackOf,
    };

    /** The best score of a stack is its card's. */
    function scoreAt(own: number, place: number): number {
      const best = bestOf(list.photoIds[place] ?? 0);
      const group = best === 0 || open.has(best) ? undefined : groups.get(best);
      return (group ?? []).reduce((most, one) => Math.max(most, list.scores?.[one] ?? most), own);
    }
  }

  function read(): void {
    if (isRead) return;
    isRead = true;
    for (const row of all.iterate()) enter(row);
  }

  function bestOf(id: number): number {
    return bests[id] ?? 0;
  }

  function enter([id, best, kind]: [number, number, Kind]): void {
    if (id >= bests.length) {
      const more = new Uint32Array(id * 2);
      more.set(bests);
      bests = more;
    }
    bests[id] = best;
    kinds.set(best, kind);
  }

  function leave(id: number): void {
    if (id < bests.length) bests[id] = 0;
  }

  /** Where the photos of each stack stand that has several in the list. */
  function groupsOf({ photoIds }: Pick<KeptList, 'photoIds'>): Groups {
    const groups = new Map<number, number[]>();
    if (kinds.size === 0) return groups;
    photoIds.forEach((id, at) => {
      const best = bestOf(id);
      if (best === 0) return;
      const group = groups.get(best);
      if (group === undefined) groups.set(best, [at]);
      else group.push(at);
    });
    for (const [best, group] of groups) if (group.length < 2) groups.delete(best);
    return groups;
  }

  function cardAt(list: Omit<KeptList, 'id'>, group: readonly number[], best: number): number {
    const first = group[0] ?? 0;
    const own = group.find((at) => list.photoIds[at] === best);
    if (own === undefined || partOf(list, own) !== partOf(list, first)) return first;
    const isCertain = (at: number) => list.certain?.has(list.photoIds[at] ?? 0) === true;
    return isCertain(own) === isCertain(first) ? own : first;
  }
}
export type StackBook = ReturnType<typeof createStackBook>;

type Kind = NonNullable<PhotoCard['stack']>['kind'];
type Groups = ReadonlyMap<number, readonly number[]>;

/** The part of the list that a place is in. */
function partOf({ sections }: Pick<KeptList, 'sections'>, at: number): number {
  let end = 0;
  return sections.findIndex(({ count }) => at < (end += count));
}
