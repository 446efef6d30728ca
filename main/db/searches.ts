import { z } from 'zod';
import type { SavedSearch } from '../../preload/contract/search.ts';
import type { Db } from './open.ts';

const recentKept = 50;
const words = z.array(z.string()).catch([]);

/** Searches of the past, the newest first, and those that were given a name. */
export function createSearches(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const recent = sql.prepare<[number], Row>(
    'SELECT * FROM searches WHERE name IS NULL ORDER BY at_ms DESC, id DESC LIMIT ?',
  );
  const saved = sql.prepare<[], Row>('SELECT * FROM searches WHERE name IS NOT NULL ORDER BY name, id');
  const remember = sql.prepare<[string, string, number]>(`
    INSERT INTO searches (text, kept_as_words, at_ms) VALUES (?, ?, ?)
    ON CONFLICT (text, kept_as_words) WHERE name IS NULL DO UPDATE SET at_ms = excluded.at_ms`);
  const trim = sql.prepare<[number]>(
    'DELETE FROM searches WHERE name IS NULL AND id NOT IN (SELECT id FROM searches WHERE name IS NULL ORDER BY at_ms DESC, id DESC LIMIT ?)',
  );
  const save = sql.prepare<[string, string, string, number], Row>(
    'INSERT INTO searches (text, kept_as_words, name, at_ms) VALUES (?, ?, ?, ?) RETURNING *',
  );
  const remove = sql.prepare<[number]>('DELETE FROM searches WHERE id = ?');

  return {
    list: (): { recent: SavedSearch[]; saved: SavedSearch[] } => ({
      recent: recent.all(recentKept).map(searchOf),
      saved: saved.all().map(searchOf),
    }),
    remember: (text: string, keptAsWords: readonly string[], nowMs: number): void =>
      db.transaction(() => {
        remember.run(text, JSON.stringify(keptAsWords), nowMs);
        trim.run(recentKept);
      }),
    save(text: string, keptAsWords: readonly string[], name: string, nowMs: number): SavedSearch {
      const row = save.get(text, JSON.stringify(keptAsWords), name, nowMs);
      if (row === undefined) throw new Error('a search was saved without a row');
      return searchOf(row);
    },
    remove: (id: number): void => void remove.run(id),
  };
}
export type Searches = ReturnType<typeof createSearches>;

interface Row {
  id: number;
  text: string;
  kept_as_words: string;
  name: string | null;
  at_ms: number;
}

function searchOf(row: Row): SavedSearch {
  return {
    id: row.id,
    text: row.text,
    keptAsWords: words.parse(JSON.parse(row.kept_as_words)),
    atMs: row.at_ms,
    ...(row.name !== null && { name: row.name }),
  };
}
