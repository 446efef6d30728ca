import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Db } from './open.ts';

/** What the person made of a concept of the app's, or a concept of their own. Undefined: as the vocabulary has it. */
export interface ConceptChange {
  readonly id: string;
  /** By language, `''` for the person's own words: what is shown, then synonyms. Languages that lack stay as they are. */
  readonly names?: Readonly<Record<string, readonly string[]>> | undefined;
  /** `''`: none. */
  readonly parent?: string | undefined;
  readonly exclusions?: readonly string[] | undefined;
  readonly prompts?: readonly string[] | undefined;
  readonly isHidden?: boolean | undefined;
  readonly mergedInto?: string | undefined;
  readonly suggestAt?: number | undefined;
  readonly forgetsBeforeMs?: number | undefined;
  /** Made by tagging a photo in own words, and never touched since: it goes with its last answer. */
  readonly isByTagging?: boolean | undefined;
}

interface Row {
  readonly id: string;
  readonly names: string | null;
  readonly parent: string | null;
  readonly exclusions: string | null;
  readonly prompts: string | null;
  readonly is_hidden: number;
  readonly merged_into: string | null;
  readonly suggest_at: number | null;
  readonly forgets_before_ms: number | null;
  readonly is_by_tagging: number;
}

const columns =
  'id, names, parent, exclusions, prompts, is_hidden, merged_into, suggest_at, forgets_before_ms, is_by_tagging';

/** All that the person made of the vocabularies. The connection may be a read-only one: the searcher's. */
export function readConceptChanges(sql: Database): ConceptChange[] {
  return sql.prepare<[], Row>(`SELECT ${columns} FROM concepts ORDER BY id`).all().map(changeOf);
}

/** What the person's own concepts of this library are told by in a file: `own-3@1f2e3d4c`. */
export function readOwnLibrary(sql: Database): string {
  return sql.prepare<[], string>('SELECT library FROM own_concepts_of').pluck().get() ?? '';
}

/** Writes what the person makes of concepts. Call it inside a transaction. */
export function createConcepts({ sql }: Pick<Db, 'sql'>) {
  const get = sql.prepare<[string], Row>(`SELECT ${columns} FROM concepts WHERE id = ?`);
  const put = sql.prepare(
    `INSERT OR REPLACE INTO concepts (${columns}, changed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = sql.prepare<[string]>('DELETE FROM concepts WHERE id = ?');
  const addOwn = sql.prepare<[string, string, number]>(
    `INSERT INTO concepts (id, names, is_by_tagging, changed_at_ms) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING`,
  );
  const removeUntouched = sql.prepare<[string]>('DELETE FROM concepts WHERE id = ? AND is_by_tagging = 1');
  return {
    all: () => readConceptChanges(sql),
    get(id: string): ConceptChange | undefined {
      const row = get.get(id);
      return row === undefined ? undefined : changeOf(row);
    },
    /** The whole change, in place of what there was. One that changes nothing is taken away. */
    put(change: ConceptChange, nowMs: number): void {
      if (isNothing(change)) return void remove.run(change.id);
      put.run(
        change.id,
        json(change.names),
        change.parent ?? null,
        json(change.exclusions),
        json(change.prompts),
        change.isHidden === true ? 1 : 0,
        change.mergedInto ?? null,
        change.suggestAt ?? null,
        change.forgetsBeforeMs ?? null,
        change.isByTagging === true ? 1 : 0,
        nowMs,
      );
    },
    remove: (id: string): void => void remove.run(id),
    /** A concept that a photo was tagged with in the person's own words. */
    addByTagging: (id: string, name: string, nowMs: number): void =>
      void addOwn.run(id, JSON.stringify({ '': [name] }), nowMs),
    /** A concept that came by tagging goes when no photo has it any more. */
    removeUntouched: (id: string): void => void removeUntouched.run(id),
  };
}
export type Concepts = ReturnType<typeof createConcepts>;

const names = z.record(z.string(), z.array(z.string()));
const list = z.array(z.string());

function changeOf(row: Row): ConceptChange {
  return {
    id: row.id,
    ...(row.names !== null && { names: names.parse(JSON.parse(row.names)) }),
    ...(row.parent !== null && { parent: row.parent }),
    ...(row.exclusions !== null && { exclusions: list.parse(JSON.parse(row.exclusions)) }),
    ...(row.prompts !== null && { prompts: list.parse(JSON.parse(row.prompts)) }),
    ...(row.is_hidden === 1 && { isHidden: true }),
    ...(row.merged_into !== null && { mergedInto: row.merged_into }),
    ...(row.suggest_at !== null && { suggestAt: row.suggest_at }),
    ...(row.forgets_before_ms !== null && { forgetsBeforeMs: row.forgets_before_ms }),
    ...(row.is_by_tagging === 1 && { isByTagging: true }),
  };
}

function isNothing(change: ConceptChange): boolean {
  return Object.entries(change).every(([key, value]) => key === 'id' || value === undefined || value === false);
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
