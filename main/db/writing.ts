import type { FailureReport } from '../../preload/contract/failure.ts';
import type { TakenPrecision } from '../../preload/contract/photo.ts';
import { type PastWrite, writeField, type WriteField, type WriteTarget } from '../../preload/contract/writing.ts';
import { z } from 'zod';
import { type Turn, turnedTogether, turnLeft } from '../formats/turn.ts';
import { fullPath } from './full-path.ts';
import { readFlagWord } from './flags.ts';
import type { Db } from './open.ts';
import { isInside } from '../util/is-inside.ts';

export type WriteState = 'writing' | 'written' | 'not-written' | 'undoing' | 'undone' | 'lost';

/** A file of a write, as the journal has it. */
export interface JournalFile {
  readonly id: number;
  readonly writeId: number;
  readonly target: WriteTarget;
  readonly fileId: number;
  readonly photoId: number;
  readonly path: string;
  readonly temporary: string;
  readonly state: WriteState;
  /** SHA-256; undefined: there was no file. */
  readonly beforeSha: string | undefined;
  readonly afterSha: string | undefined;
  readonly beforeBytes: Buffer | undefined;
  readonly backup: string | undefined;
  readonly beforeMtimeMs: number | undefined;
  /** JSON, as OwnWords. */
  readonly ownBefore: string;
  readonly ownAfter: string;
}

/** A photo that is known by another content from now on, and turned otherwise in the library: its file is turned instead. */
export interface Turned {
  /** Hexadecimal. [Note: Why content, not paths] */
  readonly from: string;
  readonly content: string;
  /** What the file turns is taken off the turn in the library, or given back to it: the person may have turned it again meanwhile. */
  readonly file: 'turns' | 'turns no more';
  readonly turn: Turn;
}

/** The journal of writes into the person's files, and what of them is Lumisift's. Each call is a transaction of its own. */
export function createWritingJournal(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const addWrite = sql
    .prepare<[WriteTarget, string, number], number>(
      'INSERT INTO writes (target, fields, at_ms) VALUES (?, ?, ?) RETURNING id',
    )
    .pluck();
  const endWrite = sql.prepare<[number, number]>('UPDATE writes SET ended_at_ms = ? WHERE id = ?');
  const forgetWrite = sql.prepare<[number, number]>(
    'DELETE FROM writes WHERE id = ? AND NOT EXISTS (SELECT 1 FROM write_files WHERE write_id = ?)',
  );
  const addFile = sql
    .prepare<[Record<string, string | number | null | Uint8Array>], number>(
      `INSERT INTO write_files (write_id, file_id, photo_id, path, temporary, state, before_sha, before_bytes, backup,
         before_mtime_ms, own_before, own_after)
       VALUES (@writeId, @fileId, @photoId, @path, @temporary, 'writing', @beforeSha, @beforeBytes, @backup,
         @beforeMtimeMs, @ownBefore, @ownAfter) RETURNING id`,
    )
    .pluck();
  const setAfter = sql.prepare<[string, number]>('UPDATE write_files SET after_sha = ? WHERE id = ?');
  const setState = sql.prepare<[WriteState, string | null, number]>(
    'UPDATE write_files SET state = ?, problem = ? WHERE id = ?',
  );
  const setTemporary = sql.prepare<[string, number]>(
    "UPDATE write_files SET state = 'undoing', temporary = ? WHERE id = ?",
  );
  const dropFile = sql.prepare<[number]>('DELETE FROM write_files WHERE id = ?');
  const ownOf = sql
    .prepare<[number, WriteTarget], string>('SELECT says FROM own_words WHERE file_id = ? AND target = ?')
    .pluck();
  const putOwn = sql.prepare<[number, WriteTarget, string, number]>(
    `INSERT INTO own_words (file_id, target, says) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM files WHERE id = ?)
     ON CONFLICT (file_id, target) DO UPDATE SET says = excluded.says`,
  );
  // What is shown is the same as before: only the original is asked for anew.
  const turnNow = sql.prepare<[string], Turn | null>('SELECT own_turn FROM photos WHERE content = unhex(?)').pluck();
  const turn = sql.prepare<[{ from: string; content: string; turn: Turn | null }]>(
    `UPDATE photos SET content = unhex(@content), own_turn = @turn, version = version + 1
     WHERE content = unhex(@from) AND NOT EXISTS (SELECT 1 FROM photos WHERE content = unhex(@content))`,
  );
  const columns = 'w.target, f.* FROM write_files f JOIN writes w ON w.id = f.write_id';
  const open = sql.prepare<[], JournalRow>(`SELECT ${columns} WHERE f.state IN ('writing', 'undoing') ORDER BY f.id`);
  const writtenOf = sql.prepare<[number], JournalRow>(
    `SELECT ${columns} WHERE f.write_id = ? AND f.state = 'written' ORDER BY f.id DESC`,
  );
  const filesOf = sql.prepare<[string], FileRow>(`
    SELECT f.id, f.photo_id, p.format, d.path, f.dir, f.name, d.offline_since_ms,
      (SELECT count(*) FROM files o WHERE o.photo_id = f.photo_id AND o.id <> f.id) copies
    FROM json_each(?) j JOIN files f ON f.photo_id = j.value JOIN photos p ON p.id = f.photo_id
    JOIN folders d ON d.id = f.folder_id WHERE f.missing_since_ms IS NULL ORDER BY j.key, f.id`);
  const ownWords = sql.prepare<[number], OwnRow>(
    `SELECT own_rating, own_flag, own_caption, own_turn, own_latitude, own_longitude, coalesce(own_taken_wall_ms, taken_wall_ms) wall_ms,
       iif(own_taken_wall_ms IS NULL, taken_precision, own_taken_precision) precision,
       coalesce(own_taken_offset_min, iif(own_taken_wall_ms IS NULL, taken_offset_min, NULL)) offset_min,
       own_taken_wall_ms IS NOT NULL OR (own_taken_offset_min IS NOT NULL AND taken_from <> 'file') is_own_date
     FROM photos WHERE id = ?`,
  );
  const past = sql.prepare<[], PastRow>(`
    SELECT w.*, (SELECT count(*) FROM write_files f WHERE f.write_id = w.id AND f.state IN ('written', 'undone', 'undoing', 'lost')) written,
      (SELECT count(*) FROM write_files f WHERE f.write_id = w.id AND f.state = 'undone') undone
    FROM writes w WHERE w.ended_at_ms IS NOT NULL ORDER BY w.id DESC LIMIT 200`);
  const setUndone = sql.prepare<[number, number]>('UPDATE writes SET undone_at_ms = ? WHERE id = ?');
  const drop = sql.prepare<[number]>('UPDATE writes SET is_dropped = 1 WHERE id = ?');
  const dropBytes = sql.prepare<[number]>(
    'UPDATE write_files SET before_bytes = NULL, backup = NULL WHERE write_id = ?',
  );
  const endOpen = sql.prepare<[number]>('UPDATE writes SET ended_at_ms = ? WHERE ended_at_ms IS NULL');
  const dropEmpty = sql.prepare(
    'DELETE FROM writes WHERE ended_at_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM write_files f WHERE f.write_id = writes.id)',
  );

  return {
    begin(target: WriteTarget, fields: readonly WriteField[], nowMs: number): number {
      const id = db.transaction(() => addWrite.get(target, JSON.stringify(fields), nowMs));
      if (id === undefined) throw new Error('a write was begun without an id');
      return id;
    },
    end: (writeId: number, nowMs: number): void =>
      db.transaction(() => {
        endWrite.run(nowMs, writeId);
        forgetWrite.run(writeId, writeId);
      }),
    /** The file is about to be touched. */
    beginFile(it: Omit<JournalFile, 'id' | 'state' | 'afterSha' | 'target'>): number {
      const id = db.transaction(() =>
        addFile.get({
          ...{ writeId: it.writeId, fileId: it.fileId, photoId: it.photoId, path: it.path, temporary: it.temporary },
          ...{ ownBefore: it.ownBefore, ownAfter: it.ownAfter, beforeSha: it.beforeSha ?? null },
          ...{
            beforeBytes: it.beforeBytes ?? null,
            backup: it.backup ?? null,
            beforeMtimeMs: it.beforeMtimeMs ?? null,
          },
        }),
      );
      if (id === undefined) throw new Error('a file of a write was begun without an id');
      return id;
    },
    /** The new bytes are made, and not yet in their place. */
    made: (id: number, afterSha: string): void => db.transaction(() => void setAfter.run(afterSha, id)),
    /** They are in their place. */
    written: (id: number, fileId: number, target: WriteTarget, ownAfter: string): void =>
      db.transaction(() => {
        setState.run('written', null, id);
        putOwn.run(fileId, target, ownAfter, fileId);
        turnAsIn(ownAfter);
      }),
    /** Nothing was touched: there is nothing to tell. */
    cancelFile: (id: number): void => db.transaction(() => void dropFile.run(id)),
    beginUndo: (id: number, temporary: string): void => db.transaction(() => void setTemporary.run(temporary, id)),
    undone: ({ id, fileId, target, ownBefore }: Pick<JournalFile, 'id' | 'fileId' | 'target' | 'ownBefore'>): void =>
      db.transaction(() => {
        setState.run('undone', null, id);
        putOwn.run(fileId, target, ownBefore, fileId);
        turnAsIn(ownBefore);
      }),
    /** `written` again, or `lost`: the file is neither as it was nor as it was to be. */
    settle: (id: number, state: 'written' | 'lost', problem?: FailureReport): void =>
      db.transaction(() => void setState.run(state, problem === undefined ? null : JSON.stringify(problem), id)),
    open: (): JournalFile[] => open.all().map(journalFileOf),
    /** The last one first. */
    writtenOf: (writeId: number): JournalFile[] => writtenOf.all(writeId).map(journalFileOf),
    /** JSON of what of this file is Lumisift's. */
    ownOf: (fileId: number, target: WriteTarget): string =>
      JSON.stringify({ ...parse(ownOf.get(fileId, target) ?? '{}'), turned: undefined }),
    filesOf: (photoIds: readonly number[]) =>
      filesOf.all(JSON.stringify(photoIds)).map((row) => ({
        fileId: row.id,
        photoId: row.photo_id,
        format: row.format,
        path: fullPath(row),
        isOffline: row.offline_since_ms !== null,
        copyCount: row.copies,
      })),
    /** The person's own; a date whose zone alone is theirs has both. */
    wordsOf(photoId: number) {
      const row = ownWords.get(photoId);
      const { own_latitude: latitude = null, own_longitude: longitude = null } = row ?? {};
      return {
        rating: row?.own_rating ?? undefined,
        flag: readFlagWord(row?.own_flag ?? null),
        caption: row?.own_caption ?? undefined,
        turn: row?.own_turn ?? undefined,
        date:
          row?.is_own_date === 1
            ? {
                wallMs: row.wall_ms,
                precision: row.precision ?? undefined,
                offsetMin: row.offset_min ?? undefined,
              }
            : undefined,
        place: latitude === null || longitude === null ? undefined : { latitude, longitude },
      };
    },
    history: (): Omit<PastWrite, 'backupBytes'>[] =>
      past.all().map((row) => ({
        id: row.id,
        target: row.target,
        fields: z.array(writeField).parse(JSON.parse(row.fields)),
        atMs: row.at_ms,
        writtenCount: row.written,
        undoneCount: row.undone,
        state:
          row.is_dropped === 1
            ? 'dropped'
            : row.undone_at_ms !== null && row.undone === row.written
              ? 'undone'
              : 'done',
      })),
    /** All of it is as it was: what undoing needed is not needed any more. */
    setUndone: (writeId: number, nowMs: number): void =>
      db.transaction(() => {
        setUndone.run(nowMs, writeId);
        dropBytes.run(writeId);
      }),
    drop: (writeId: number): void =>
      db.transaction(() => {
        drop.run(writeId);
        dropBytes.run(writeId);
      }),
    /** After a start: writes that were cut short have ended. */
    endOpen: (nowMs: number): void =>
      db.transaction(() => {
        endOpen.run(nowMs);
        dropEmpty.run();
      }),
  };

  function turnAsIn(says: string): void {
    const { turned } = parse(says);
    if (turned === undefined) return;
    const { from, content, file } = turned;
    const now = turnNow.get(from) ?? 1;
    const next = file === 'turns' ? turnLeft(turned.turn, now) : turnedTogether(turned.turn, now);
    turn.run({ from, content, turn: next === 1 ? null : next });
  }
}
export type WritingJournal = ReturnType<typeof createWritingJournal>;

/** As writing/write-file.ts put it there. */
function parse(says: string): { readonly turned?: Turned } {
  return JSON.parse(says) as { readonly turned?: Turned }; // written by Lumisift alone
}

interface JournalRow {
  id: number;
  write_id: number;
  target: WriteTarget;
  file_id: number;
  photo_id: number;
  path: string;
  temporary: string;
  state: WriteState;
  before_sha: string | null;
  after_sha: string | null;
  before_bytes: Buffer | null;
  backup: string | null;
  before_mtime_ms: number | null;
  own_before: string;
  own_after: string;
}

interface OwnRow {
  own_rating: number | null;
  own_flag: number | null;
  own_caption: string | null;
  own_turn: Turn | null;
  own_latitude: number | null;
  own_longitude: number | null;
  wall_ms: number;
  precision: TakenPrecision | null;
  offset_min: number | null;
  is_own_date: 0 | 1;
}

interface FileRow {
  id: number;
  photo_id: number;
  format: string;
  path: string;
  dir: string;
  name: string;
  offline_since_ms: number | null;
  copies: number;
}

interface PastRow {
  id: number;
  target: WriteTarget;
  fields: string;
  at_ms: number;
  undone_at_ms: number | null;
  is_dropped: 0 | 1;
  written: number;
  undone: number;
}

function journalFileOf(row: JournalRow): JournalFile {
  return {
    id: row.id,
    writeId: row.write_id,
    target: row.target,
    fileId: row.file_id,
    photoId: row.photo_id,
    path: row.path,
    temporary: row.temporary,
    state: row.state,
    beforeSha: row.before_sha ?? undefined,
    afterSha: row.after_sha ?? undefined,
    beforeBytes: row.before_bytes ?? undefined,
    backup: row.backup ?? undefined,
    beforeMtimeMs: row.before_mtime_ms ?? undefined,
    ownBefore: row.own_before,
    ownAfter: row.own_after,
  };
}

/** Photos whose files are at or below these paths, absolute and without links; all of them if there is none. */
export function photosUnder({ sql }: Pick<Db, 'sql'>, paths: readonly string[]): number[] {
  const files = sql
    .prepare<[], { photo_id: number; path: string; dir: string; name: string }>(
      `SELECT f.photo_id, d.path, f.dir, f.name FROM files f JOIN folders d ON d.id = f.folder_id
       WHERE f.photo_id IS NOT NULL AND f.missing_since_ms IS NULL ORDER BY d.path, f.dir, f.name`,
    )
    .all();
  const isAsked = (file: string) => paths.some((one) => file === one || isInside(one, file));
  return [...new Set(files.filter((row) => paths.length === 0 || isAsked(fullPath(row))).map((row) => row.photo_id))];
}
