import type { Matrix } from '../search/matrix.ts';

/** Vectors of photos that were written since: of which photos, and the last one's number. */
interface Stored {
  readonly photoIds: readonly number[];
  readonly lastId: number;
}

/** What changed since the last look. */
export interface Changed {
  /** Photos with a vector that the lists know nothing of. */
  readonly fresh: readonly number[];
  /** Photos that the lists know, and that have no vector any more. */
  readonly gone: readonly number[];
  /** All of which something was heard, with those. */
  readonly heardOf: readonly number[];
  /** It is the first look: every photo is fresh. */
  readonly isAll: boolean;
}

/** Which photos every list of suggestions knows, and which it has to hear of. */
export function createCoverage() {
  const covered = createFlags();
  const heardOf = new Set<number>();
  let lastVectorId = 0;
  let isFirst = true;

  return {
    has: covered.has,
    /** The highest id there was. */
    most: covered.most,
    lastVectorId: (): number => lastVectorId,
    hear(photoIds: readonly number[]): void {
      for (const id of photoIds) heardOf.add(id);
    },
    hasNews: (): boolean => heardOf.size > 0,
    /** Photos with a vector that came since the last look. */
    waitingCount: (matrix: Pick<Matrix, 'has'>): number =>
      [...heardOf].filter((id) => matrix.has(id) && !covered.has(id)).length,
    /** Every list knows them now. */
    know(photoIds: Iterable<number>): void {
      for (const id of photoIds) covered.set(id, true);
    },
    /** Vectors up to this one were there before anything was looked at. */
    startAfter(vectorId: number): void {
      lastVectorId = vectorId;
    },
    /** Lists were kept: they know these photos, but for those with a later vector. */
    restore(photoIds: Iterable<number>, later: readonly number[]): void {
      const unknown = new Set(later);
      for (const id of photoIds) covered.set(id, !unknown.has(id));
      for (const id of later) heardOf.add(id);
      isFirst = false;
    },
    /** @param stored since `lastVectorId` */
    look(stored: Stored, matrix: Pick<Matrix, 'has' | 'ids'>): Changed {
      lastVectorId = stored.lastId;
      if (isFirst) {
        isFirst = false;
        heardOf.clear();
        return { fresh: Array.from(matrix.ids()), gone: [], heardOf: [], isAll: true };
      }
      const asked = [...new Set([...heardOf, ...stored.photoIds])];
      heardOf.clear();
      for (const id of stored.photoIds) covered.set(id, false);
      const fresh = asked.filter((id) => matrix.has(id) && !covered.has(id));
      const gone = asked.filter((id) => !matrix.has(id) && covered.has(id));
      for (const id of gone) covered.set(id, false);
      return { fresh, gone, heardOf: asked, isAll: false };
    },
  };
}

/** One byte a photo id. */
function createFlags() {
  let flags = new Uint8Array(1024);
  let most = 0;
  return {
    has: (id: number): boolean => flags[id] === 1,
    most: (): number => most,
    set(id: number, value: boolean): void {
      if (id >= flags.length) {
        const longer = new Uint8Array(Math.max(id + 1, Math.ceil(flags.length * 1.25)));
        longer.set(flags);
        flags = longer;
      }
      most = Math.max(most, id);
      flags[id] = value ? 1 : 0;
    },
  };
}
