import type { Db } from './open.ts';

export type FilingKind = 'trash' | 'move' | 'rename' | 'new-folder' | 'import';
export type StepState = 'doing' | 'done' | 'undoing' | 'undone' | 'lost';

/** One file of what was asked for, as the journal has it. */
export interface FilingStep {
  readonly id: number;
  readonly filingId: number;
  readonly kind: 'trash' | 'move' | 'copy' | 'folder';
  readonly role: 'photo' | 'beside' | 'folder';
  readonly photoId: number | undefined;
  readonly source: string;
  /** Undefined: the system's trash has it and does not tell where. */
  readonly target: string | undefined;
  readonly temporary: string | undefined;
  /** SHA-256 of a copy. */
  readonly sha: string | undefined;
  /** `device:inode`, or ''. */
  readonly inode: string;
  readonly sizeBytes: number;
  readonly state: StepState;
}

export type NewStep = Omit<FilingStep, 'id' | 'state' | 'sha'>;

export interface Filing {
  readonly id: number;
  readonly kind: FilingKind;
  readonly atMs: number;
  /** Files that are as the filing left them, and those that are back. */
  readonly doneCount: number;
  readonly undoneCount: number;
}

export interface TrashedRow extends FilingStep {
  readonly atMs: number;
}

/** The journal of what was done with the person's files. Each call is a transaction of its own. */
export function createFilingJournal(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const addFiling = sql
    .prepare<[FilingKind, number], number>('INSERT INTO filings (kind, at_ms) VALUES (?, ?) RETURNING id')
    .pluck();
  const endFiling = sql.prepare<[number, number]>('UPDATE filings SET ended_at_ms = ? WHERE id = ?');
  const dropEmpty = sql.prepare(
    `DELETE FROM filings WHERE ended_at_ms IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM filing_steps s WHERE s.filing_id = filings.id)`,
  );
  const endOpen = sql.prepare<[number]>('UPDATE filings SET ended_at_ms = ? WHERE ended_at_ms IS NULL');
  const addStep = sql
    .prepare<[Record<string, string | number | null>], number>(
      `INSERT INTO filing_steps (filing_id, kind, role, photo_id, source, target, temporary, inode, size_bytes, state)
       VALUES (@filingId, @kind, @role, @photoId, @source, @target, @temporary, @inode, @sizeBytes, 'doing') RETURNING id`,
    )
    .pluck();
  const setState = sql.prepare<[StepState, number]>('UPDATE filing_steps SET state = ? WHERE id = ?');
  const setTarget = sql.prepare<[string | null, number]>('UPDATE filing_steps SET target = ? WHERE id = ?');
  const setSha = sql.prepare<[string, number]>('UPDATE filing_steps SET sha = ? WHERE id = ?');
  const dropStep = sql.prepare<[number]>('DELETE FROM filing_steps WHERE id = ?');
  const open = sql.prepare<[], StepRow>(`SELECT * FROM filing_steps WHERE state IN ('doing', 'undoing') ORDER BY id`);
  const stepsOf = sql.prepare<[number], StepRow>('SELECT * FROM filing_steps WHERE filing_id = ? ORDER BY id');
  const counted = `SELECT f.id, f.kind, f.at_ms atMs,
      (SELECT count(*) FROM filing_steps s WHERE s.filing_id = f.id AND s.state = 'done') doneCount,
      (SELECT count(*) FROM filing_steps s WHERE s.filing_id = f.id AND s.state = 'undone') undoneCount
    FROM filings f`;
  const history = sql.prepare<[], Filing>(`${counted} WHERE f.ended_at_ms IS NOT NULL ORDER BY f.id DESC LIMIT 200`);
  const setUndone = sql.prepare<[number, number]>('UPDATE filings SET undone_at_ms = ? WHERE id = ?');
  const trashed = sql.prepare<[number, number], StepRow & { at_ms: number }>(
    `SELECT s.*, f.at_ms FROM filing_steps s JOIN filings f ON f.id = s.filing_id
     WHERE s.kind = 'trash' AND s.state = 'done' AND s.role = 'photo' AND f.kind IN ('trash', 'import')
     ORDER BY s.id DESC LIMIT ? OFFSET ?`,
  );
  const countTrashed = sql
    .prepare<[], number>(
      `SELECT count(*) FROM filing_steps s JOIN filings f ON f.id = s.filing_id
       WHERE s.kind = 'trash' AND s.state = 'done' AND s.role = 'photo' AND f.kind IN ('trash', 'import')`,
    )
    .pluck();
  const step = sql.prepare<[number], StepRow>('SELECT * FROM filing_steps WHERE id = ?');
  const copies = sql.prepare<[], StepRow>(
    `SELECT * FROM filing_steps WHERE kind = 'copy' AND state = 'done' AND role = 'photo' ORDER BY id`,
  );
  const madeFolders = sql.prepare<[], { target: string }>(
    `SELECT DISTINCT target FROM filing_steps WHERE kind = 'folder' AND state = 'done' AND target IS NOT NULL
     ORDER BY id DESC LIMIT 500`,
  );
  const set = (id: number, state: StepState) => db.transaction(() => void setState.run(state, id));

  return {
    begin(kind: FilingKind, nowMs: number): number {
      const id = db.transaction(() => addFiling.get(kind, nowMs));
      if (id === undefined) throw new Error('a filing was begun without an id');
      return id;
    },
    end: (filingId: number, nowMs: number): void =>
      db.transaction(() => {
        endFiling.run(nowMs, filingId);
        dropEmpty.run();
      }),
    /** The file is about to be touched. */
    beginStep(it: NewStep): number {
      const { photoId = null, target = null, temporary = null } = it;
      const id = db.transaction(() => addStep.get({ ...it, photoId, target, temporary }));
      if (id === undefined) throw new Error('a step was begun without an id');
      return id;
    },
    /** Where it will lie is known, before it is put there. */
    aim: (id: number, target: string | undefined): void => db.transaction(() => void setTarget.run(target ?? null, id)),
    /** The copy is made and as it should be, and not yet in its place. */
    made: (id: number, sha: string): void => db.transaction(() => void setSha.run(sha, id)),
    done: (id: number): void => set(id, 'done'),
    /** Nothing was touched: there is nothing to tell. */
    cancel: (id: number): void => db.transaction(() => void dropStep.run(id)),
    beginUndo: (id: number): void => set(id, 'undoing'),
    undone: (id: number): void => set(id, 'undone'),
    /** It lies in neither place. */
    lost: (id: number): void => set(id, 'lost'),
    open: (): FilingStep[] => open.all().map(stepOf),
    stepsOf: (filingId: number): FilingStep[] => stepsOf.all(filingId).map(stepOf),
    step(id: number): FilingStep | undefined {
      const row = step.get(id);
      return row && stepOf(row);
    },
    setUndone: (filingId: number, nowMs: number): void => db.transaction(() => void setUndone.run(nowMs, filingId)),
    /** The newest first. */
    history: (): Filing[] => history.all(),
    /** Pictures in the trash, the last one first. */
    trashed: (offset: number, limit: number): TrashedRow[] =>
      trashed.all(limit, offset).map((row) => ({ ...stepOf(row), atMs: row.at_ms })),
    countTrashed: (): number => countTrashed.get() ?? 0,
    /** Copies of pictures that are as they were made, as far as anybody knows: the newest of each source. */
    copies: (): Map<string, FilingStep> => new Map(copies.all().map((row) => [row.source, stepOf(row)])),
    /** Folders that were made and may have nothing in them. */
    madeFolders: (): string[] => madeFolders.all().map(({ target }) => target),
    /** After a start: filings that were cut short have ended. */
    endOpen: (nowMs: number): void =>
      db.transaction(() => {
        endOpen.run(nowMs);
        dropEmpty.run();
      }),
  };
}
export type FilingJournal = ReturnType<typeof createFilingJournal>;

interface StepRow {
  id: number;
  filing_id: number;
  kind: FilingStep['kind'];
  role: FilingStep['role'];
  photo_id: number | null;
  source: string;
  target: string | null;
  temporary: string | null;
  sha: string | null;
  inode: string;
  size_bytes: number;
  state: StepState;
}

function stepOf(row: StepRow): FilingStep {
  return {
    ...{ id: row.id, filingId: row.filing_id, kind: row.kind, role: row.role, source: row.source },
    ...{ inode: row.inode, sizeBytes: row.size_bytes, state: row.state },
    photoId: row.photo_id ?? undefined,
    target: row.target ?? undefined,
    temporary: row.temporary ?? undefined,
    sha: row.sha ?? undefined,
  };
}
