import path from 'node:path';
import type { Db } from './open.ts';

/** What the person said of a photo, with what the photo is known by elsewhere. */
export interface GivenAnswer {
  /** One of its files; undefined for a photo that is gone for now. */
  readonly path: string | undefined;
  /** SHA-256 of its picture, 64 hex digits. */
  readonly content: string;
  readonly conceptId: string;
  readonly isConfirmed: boolean;
  readonly atMs: number;
}

/** All answers, for taking them elsewhere; the connection may be a read-only one. */
export function createGivenAnswers({ sql }: Pick<Db, 'sql'>) {
  const all = sql.prepare<[], Row>(`
    SELECT lower(hex(p.content)) content, t.concept_id, a.is_confirmed, a.at_ms,
      d.path folder, f.dir, f.name
    FROM tag_answers a JOIN tags t ON t.id = a.tag_id JOIN photos p ON p.id = a.photo_id
    LEFT JOIN files f ON f.id = (SELECT min(id) FROM files WHERE photo_id = p.id AND missing_since_ms IS NULL)
    LEFT JOIN folders d ON d.id = f.folder_id
    WHERE t.concept_id IS NOT NULL ORDER BY d.path, f.dir, f.name, p.id, t.concept_id`);
  const byContent = sql.prepare<[Buffer], number>('SELECT id FROM photos WHERE content = ?').pluck();
  const contentOf = sql.prepare<[number], string>('SELECT lower(hex(content)) FROM photos WHERE id = ?').pluck();
  const answerOf = sql.prepare<[number, string], { is_confirmed: number; at_ms: number }>(
    'SELECT a.is_confirmed, a.at_ms FROM tag_answers a JOIN tags t ON t.id = a.tag_id WHERE a.photo_id = ? AND t.concept_id = ?',
  );
  return {
    all: (): GivenAnswer[] =>
      all.all().map((row) => ({
        path:
          row.folder === null || row.name === null
            ? undefined
            : path.join(row.folder, ...(row.dir ?? '').split('/'), row.name),
        content: row.content,
        conceptId: row.concept_id,
        isConfirmed: row.is_confirmed === 1,
        atMs: row.at_ms,
      })),
    /** @param content 64 hex digits */
    photoOf: (content: string): number | undefined => byContent.get(Buffer.from(content, 'hex')),
    contentOf: (photoId: number): string | undefined => contentOf.get(photoId),
    answerOf(photoId: number, conceptId: string): { isConfirmed: boolean; atMs: number } | undefined {
      const row = answerOf.get(photoId, conceptId);
      return row === undefined ? undefined : { isConfirmed: row.is_confirmed === 1, atMs: row.at_ms };
    },
  };
}

interface Row {
  readonly content: string;
  readonly concept_id: string;
  readonly is_confirmed: number;
  readonly at_ms: number;
  readonly folder: string | null;
  readonly dir: string | null;
  readonly name: string | null;
}
