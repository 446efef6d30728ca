import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Db } from './open.ts';

/** The row that says that all pieces are here. */
const whole = 'whole';
/** Rows that are thrown away at once: some 3 ms. */
const droppedAtOnce = 100;

/** One row of the journal. */
export interface IncomingPiece<Kind extends string> {
  readonly step: number;
  readonly kind: Kind;
  readonly items: readonly unknown[];
  /** So many of the items have been taken in. */
  readonly done: number;
}

/**
 * [Note: Taking in] Everything precious of another library is taken in a few milliseconds at a time, and is all or nothing all
 * the same: first all of it is laid into library.db, in pieces, the last of which says that it is whole. From then on it counts
 * as said; each transaction takes some items in and notes how far it came. What ends in between: before it was whole, the next
 * start throws the pieces away; after that, it goes on. A backup holds the journal too, so one that was made in between goes on
 * where it was. Call everything inside a transaction.
 */
export function createIncoming<Kind extends string>({ sql }: Pick<Db, 'sql'>) {
  const put = sql.prepare<[string, Buffer]>('INSERT INTO incoming (kind, items) VALUES (?, ?)');
  const has = sql.prepare<[string], 1>('SELECT 1 FROM incoming WHERE kind = ?').pluck();
  const first = sql.prepare<[], { step: number; kind: string; items: Buffer; done: number }>(
    'SELECT step, kind, items, done FROM incoming ORDER BY step LIMIT 1',
  );
  const setDone = sql.prepare<[number, number]>('UPDATE incoming SET done = ? WHERE step = ?');
  const remove = sql.prepare<[number]>('DELETE FROM incoming WHERE step = ?');
  const removeSome = sql.prepare<[number]>(
    'DELETE FROM incoming WHERE step IN (SELECT step FROM incoming ORDER BY step DESC LIMIT ?)',
  );
  const albumOf = sql.prepare<[number], number>('SELECT album_id FROM incoming_albums WHERE number = ?').pluck();
  const putAlbum = sql.prepare<[number, number]>(
    'INSERT OR REPLACE INTO incoming_albums (number, album_id) VALUES (?, ?)',
  );
  const dropAlbums = sql.prepare('DELETE FROM incoming_albums');
  return {
    put: (kind: Kind, items: readonly unknown[]): void =>
      void put.run(kind, deflateRawSync(JSON.stringify(items), { level: 1 })),
    /** All that belongs to it has been put. */
    close: (): void => void put.run(whole, Buffer.alloc(0)),
    isWhole: (): boolean => has.get(whole) !== undefined,
    /** What is to be taken in next; undefined: nothing more. */
    next(): IncomingPiece<Kind> | undefined {
      const row = first.get();
      if (row === undefined || row.kind === whole) return undefined;
      const { step, kind, items, done } = row;
      // Written above.
      return { step, kind: kind as Kind, items: JSON.parse(String(inflateRawSync(items))) as unknown[], done };
    },
    /** So many items of a piece have been taken in. */
    took({ step, items }: IncomingPiece<Kind>, done: number): void {
      if (done < items.length) setDone.run(done, step);
      else remove.run(step);
    },
    /** Everything has been taken in. */
    end(): void {
      removeSome.run(1);
      dropAlbums.run();
    },
    /** Throws away a few pieces, the last first. @returns whether there were any */
    dropSome: (): boolean => removeSome.run(droppedAtOnce).changes > 0,
    /** Which album a number of the file has become. */
    albumOf: (number: number): number | undefined => albumOf.get(number),
    isAlbum: (number: number, albumId: number): void => void putAlbum.run(number, albumId),
  };
}
export type Incoming<Kind extends string> = ReturnType<typeof createIncoming<Kind>>;
