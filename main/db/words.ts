import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Metadata } from '../../preload/contract/photo.ts';
import { pathSeparator, withoutDoubles } from '../formats/metadata/keywords.ts';
import type { Words } from '../formats/metadata/sidecar.ts';
import type { Place } from './file-change.ts';
import type { Db } from './open.ts';

/** A sidecar as the scan has met it. */
export interface SidecarSeen extends Place {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly kind: 'xmp' | 'json';
  readonly about: string;
  readonly isStart: boolean;
  readonly says: Words | undefined;
  readonly problem: FailureReport | undefined;
}

/**
 * What people wrote of photos, by source: the photo's own file and the sidecars beside it. The photo has the words of all
 * of them; each source can come, change and go.
 * @param languages BCP 47, the person's first language first
 */
export function createWords({ sql }: Pick<Db, 'sql'>, languages: () => readonly string[] = () => []) {
  const setOwn = sql.prepare<[number, string]>(
    'INSERT INTO file_words (photo_id, says) VALUES (?, ?) ON CONFLICT (photo_id) DO UPDATE SET says = excluded.says',
  );
  const ownOf = sql.prepare<[number], string>('SELECT says FROM file_words WHERE photo_id = ?').pluck();
  const filesOf = sql.prepare<[number], { folder_id: number; dir: string; name: string }>(
    'SELECT folder_id, dir, name FROM files WHERE photo_id = ? AND missing_since_ms IS NULL ORDER BY mtime_ms DESC, id',
  );
  const anySidecar = sql.prepare<[], number>('SELECT 1 FROM sidecars LIMIT 1').pluck();
  const beside = sql.prepare<[number, string, string, string], { says: string }>(`
    SELECT says FROM sidecars
    WHERE folder_id = ? AND dir = ? AND says IS NOT NULL
      AND about IN (SELECT value FROM json_each(?)) AND (is_start = 1 OR kind = 'xmp' OR about = ?)
    ORDER BY kind DESC, length(about) DESC, name`);
  const lower = sql.prepare<[string], string>('SELECT lower(?)').pluck();
  const named = sql.prepare<[number, string, string], { photo_id: number | null; name: string }>(
    'SELECT photo_id, name FROM files WHERE folder_id = ? AND dir = ? AND lower(name) = ?',
  );
  const startingWith = sql.prepare<[number, string, string, string], { photo_id: number | null; name: string }>(
    'SELECT photo_id, name FROM files WHERE folder_id = ? AND dir = ? AND lower(name) >= ? AND lower(name) < ?',
  );
  const put = sql.prepare<[Record<string, string | number | null>]>(`
    INSERT INTO sidecars (folder_id, dir, name, size_bytes, mtime_ms, kind, about, is_start, says, problem, at_ms)
    VALUES (@folderId, @dir, @name, @sizeBytes, @mtimeMs, @kind, @about, @isStart, @says, @problem, @nowMs)
    ON CONFLICT (folder_id, dir, name) DO UPDATE SET size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms,
      kind = excluded.kind, about = excluded.about, is_start = excluded.is_start, says = excluded.says,
      problem = excluded.problem, at_ms = excluded.at_ms`);
  const byId = sql.prepare<[number], SidecarRow>(
    'SELECT folder_id, dir, kind, about, is_start FROM sidecars WHERE id = ?',
  );
  const remove = sql.prepare<[number]>('DELETE FROM sidecars WHERE id = ?');
  const describe = sql.prepare<[Record<string, string | number | null>]>(`
    UPDATE photos SET rating = @rating, caption = @caption, title = @title, label = @label, location = @location
    WHERE id = @id`);
  const dropKeywords = sql.prepare<[number]>('DELETE FROM keywords WHERE photo_id = ?');
  const addKeyword = sql.prepare<[number, string, number]>(
    'INSERT OR IGNORE INTO keywords (photo_id, keyword, position) VALUES (?, ?, ?)',
  );
  const setCaption = sql.prepare<[string | null, number]>('UPDATE photos SET own_caption = ? WHERE id = ?');

  return {
    /** The photo's own file was read. Call it inside a transaction, as all of these. */
    own(photoId: number, metadata: Metadata): void {
      setOwn.run(photoId, JSON.stringify(wordsIn(metadata)));
      merge(photoId);
    },
    /** The person's own caption; undefined takes it away again. */
    caption: (photoId: number, caption: string | undefined): void => void setCaption.run(caption ?? null, photoId),
    /** @returns photos that it is about */
    seen(sidecar: SidecarSeen, nowMs: number): number[] {
      const about = lower.get(sidecar.about) ?? '';
      const { says, problem, isStart, folderId, dir, name, sizeBytes, mtimeMs, kind } = sidecar;
      put.run({
        ...{ folderId, dir, name, sizeBytes, mtimeMs, kind, about, nowMs },
        isStart: isStart ? 1 : 0,
        says: says === undefined ? null : JSON.stringify(says),
        problem: problem === undefined ? null : JSON.stringify(problem),
      });
      const photoIds = photosOf({ folder_id: folderId, dir, kind, about, is_start: isStart ? 1 : 0 });
      for (const photoId of photoIds) merge(photoId);
      return photoIds;
    },
    /** @returns photos that it was about */
    gone(sidecarId: number): number[] {
      const row = byId.get(sidecarId);
      if (row === undefined) return [];
      remove.run(sidecarId);
      const photoIds = photosOf(row);
      for (const photoId of photoIds) merge(photoId);
      return photoIds;
    },
    /** A file of the photo came, moved or went: other sidecars may be beside it. */
    moved(photoId: number): void {
      if (anySidecar.get() !== undefined) merge(photoId);
    },
  };

  function photosOf({ folder_id, dir, kind, about, is_start }: SidecarRow): number[] {
    const files =
      is_start === 1
        ? startingWith.all(folder_id, dir, about, `${about}\u{10FFFF}`)
        : [
            ...named.all(folder_id, dir, about),
            // '/' is what comes after '.', so this is every name that goes on with a dot; only one without another is meant.
            ...(kind === 'xmp' ? startingWith.all(folder_id, dir, `${about}.`, `${about}/`) : []).filter(
              ({ name }) => path.parse(name).name.length === about.length,
            ),
          ];
    return [...new Set(files.flatMap(({ photo_id }) => (photo_id === null ? [] : [photo_id])))];
  }

  /** What is known of the photo, from all who speak of it, the one that is heard first in front. */
  function merge(photoId: number): void {
    const own = ownOf.get(photoId);
    if (own === undefined) return; // it is still to be read
    const says = [...filesOf.all(photoId).flatMap(sidecarsOf), own].map((text) => JSON.parse(text) as Words); // written by this file
    const first = <K extends keyof Words>(key: K) => says.find((one) => one[key] !== undefined)?.[key];
    const caption = spoken(says, 'captions', 'caption');
    const title = spoken(says, 'titles', 'title');
    describe.run({
      id: photoId,
      rating: first('rating') ?? null,
      caption: caption ?? null,
      title: title === caption ? null : (title ?? null),
      label: first('label') ?? null,
      location: first('location') ?? null,
    });
    const paths = says.flatMap(({ keywords }) => keywords).map((keyword) => keyword.split(pathSeparator));
    dropKeywords.run(photoId);
    const keywords = withoutDoubles(paths);
    for (const [position, keyword] of keywords.entries()) addKeyword.run(photoId, keyword, position);
  }

  /** XMP before JSON, `a.jpg.xmp` before `a.xmp`. */
  function sidecarsOf(file: { folder_id: number; dir: string; name: string }): string[] {
    const name = lower.get(file.name) ?? '';
    const starts = [45, 46, 47].filter((length) => name.length > length).map((length) => name.slice(0, length));
    const abouts = JSON.stringify([name, path.parse(name).name, ...starts]);
    return beside.all(file.folder_id, file.dir, abouts, name).map((row) => row.says);
  }

  /** In the person's language where the first who says it has several. */
  function spoken(says: readonly Words[], all: 'captions' | 'titles', one: 'caption' | 'title'): string | undefined {
    const speaker = says.find((it) => it[one] !== undefined);
    const choices = Object.entries(speaker?.[all] ?? {});
    for (const wanted of languages()) {
      const base = wanted.split('-')[0]?.toLowerCase();
      const match =
        choices.find(([language]) => language.toLowerCase() === wanted.toLowerCase()) ??
        choices.find(([language]) => language.split('-')[0]?.toLowerCase() === base);
      if (match !== undefined) return match[1];
    }
    return speaker?.[one];
  }
}
export type WordSources = ReturnType<typeof createWords>;

interface SidecarRow {
  folder_id: number;
  dir: string;
  kind: 'xmp' | 'json';
  about: string;
  is_start: 0 | 1;
}

function wordsIn({ keywords, rating, label, caption, captions, title, titles, location }: Metadata): Words {
  const words = { rating, label, caption, captions, title, titles, location };
  return { keywords, ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) };
}
