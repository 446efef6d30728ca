import path from 'node:path';
import type { Metadata, TakenPrecision } from '../../preload/contract/photo.ts';
import type { OwnWords, Speaker } from '../formats/metadata/derive.ts';
import { pictureEnding, type PictureKeys, pictureKeys } from '../formats/metadata/sidecar-name.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';

/** Which names a sidecar is about; as nameKey has them. */
export interface SidecarRow {
  folder_id: number;
  dir: string;
  kind: 'xmp' | 'json';
  about: string;
  is_start: 0 | 1;
  for_extension: string | null;
}

/** Who speaks of a photo, as far as they are there: its files, and the sidecars beside them. For reading only. */
export function createSpeakers({ sql }: Pick<Db, 'sql'>) {
  // A missing file's words are kept for when it comes back, and count for nothing. One on a drive that is away speaks.
  const filesOf = sql.prepare<[number], FileRow>(`
    SELECT d.path, f.folder_id, f.dir, f.name, w.says, w.changed_at_ms
    FROM files f JOIN folders d ON d.id = f.folder_id LEFT JOIN file_says w ON w.file_id = f.id
    WHERE f.photo_id = ? AND f.missing_since_ms IS NULL ORDER BY f.id`);
  const anySidecar = sql.prepare<[], number>('SELECT 1 FROM sidecars LIMIT 1').pluck();
  const beside = sql.prepare<[Record<string, string | number>], BesideRow>(`
    SELECT name, kind, about, is_start, for_extension, says, changed_at_ms FROM sidecars
    WHERE folder_id = @folderId AND dir = @dir AND says IS NOT NULL AND about IN (SELECT value FROM json_each(@abouts))`);
  const named = sql.prepare<[number, string, string], NamedRow>(
    'SELECT photo_id, name FROM files WHERE folder_id = ? AND dir = ? AND lower(name) = ?',
  );
  const startingWith = sql.prepare<[number, string, string, string], NamedRow>(
    'SELECT photo_id, name FROM files WHERE folder_id = ? AND dir = ? AND lower(name) >= ? AND lower(name) < ?',
  );
  const ownOf = sql.prepare<[number], OwnRow>(
    `SELECT own_taken_wall_ms, own_taken_precision, own_taken_offset_min, own_latitude, own_longitude FROM photos WHERE id = ?`,
  );

  return {
    /** Each sidecar once, however many files of the photo it lies beside. */
    of(photoId: number): Speaker[] {
      const files = filesOf.all(photoId);
      const speakers = files.flatMap((file): Speaker[] =>
        file.says === null
          ? []
          : [{ kind: 'file', path: fullPath(file), says: said(file.says), changedAtMs: file.changed_at_ms ?? 0 }],
      );
      if (anySidecar.get() === undefined) return speakers;
      const sidecars = new Map(files.flatMap(besides).map((speaker) => [speaker.path, speaker]));
      return [...sidecars.values(), ...speakers];
    },
    own(photoId: number): OwnWords {
      const row = ownOf.get(photoId);
      return {
        takenWallMs: row?.own_taken_wall_ms ?? undefined,
        takenPrecision: row?.own_taken_precision ?? undefined,
        takenOffsetMin: row?.own_taken_offset_min ?? undefined,
        latitude: row?.own_latitude ?? undefined,
        longitude: row?.own_longitude ?? undefined,
      };
    },
    /** Photos that a sidecar is about. */
    photosOf(row: SidecarRow): number[] {
      const files = formsOf(row.about).flatMap((about) =>
        candidates(row, about).filter(({ name }) => stepsTo(row, pictureKeys(name)) !== undefined),
      );
      return [...new Set(files.flatMap(({ photo_id }) => (photo_id === null ? [] : [photo_id])))];
    },
  };

  /** Files whose names may be meant, along the index of names. */
  function candidates({ folder_id, dir, kind, is_start }: SidecarRow, about: string): NamedRow[] {
    const between = (from: string, to: string) => startingWith.all(folder_id, dir, from, to);
    // What is left of an ending may stand behind a number: `x.j(1).json` is about `x(1).jpg`.
    if (is_start === 1) {
      const start = path.parse(about.replace(/\(\d+\)$/, '')).name;
      return between(start, `${start}\u{10FFFF}`);
    }
    const whole = named.all(folder_id, dir, about);
    // '/' is what comes after '.', so this is every name that goes on with a dot; and '.' comes after '-'.
    if (kind === 'xmp') return [...whole, ...between(`${about}.`, `${about}/`)];
    const stem = path.parse(about).name;
    const plain = stem.replace(/\(\d+\)$/, '');
    return [...whole, ...[...new Set([stem, plain])].flatMap((one) => between(`${one}-`, `${one}.`))];
  }

  function besides(file: FileRow): Speaker[] {
    const keys = pictureKeys(file.name);
    const jsons = [keys.json, ...keys.jsonOfOriginals].flatMap(({ names, starts }) => [...names, ...starts]);
    const abouts = [keys.name, keys.stem, ...jsons];
    const rows = beside
      .all({ folderId: file.folder_id, dir: file.dir, abouts: JSON.stringify(abouts) })
      .flatMap((row) => {
        const steps = stepsTo(row, keys);
        return steps === undefined ? [] : [{ row, steps }];
      });
    const nearestJson = Math.min(...rows.filter(({ row }) => row.kind === 'json').map(({ steps }) => steps));
    return rows
      .filter(({ row, steps }) => row.kind === 'xmp' || steps === nearestJson)
      .map(({ row, steps }) => ({
        kind: row.kind === 'json' ? 'json' : steps === 0 ? 'xmp' : 'stem-xmp',
        path: fullPath({ ...file, name: row.name }),
        says: said(row.says),
        changedAtMs: row.changed_at_ms,
      }));
  }
}
export type Speakers = ReturnType<typeof createSpeakers>;

type About = Pick<SidecarRow, 'kind' | 'about' | 'is_start' | 'for_extension'>;

/**
 * How far a picture is from what a sidecar is about: 0 where it is itself, 1 where it has that stem, more where it is an
 * edited copy of that one. @returns undefined for a sidecar of others
 */
function stepsTo({ kind, about, is_start, for_extension }: About, keys: PictureKeys): number | undefined {
  if (kind === 'xmp') {
    if (about === keys.name) return 0;
    const isMeant = for_extension === null || for_extension === pictureEnding(keys.name);
    return about === keys.stem && isMeant ? 1 : undefined;
  }
  const list = is_start === 1 ? 'starts' : 'names';
  const all = [keys.json, ...keys.jsonOfOriginals];
  const at = all.findIndex((one) => one[list].includes(about));
  return at === -1 ? undefined : 2 * at + (is_start === 1 && about === all[at]?.stem ? 1 : 0);
}

/** As file names are kept: some systems decompose accents, and what is indexed is lower case of ASCII alone. */
function formsOf(about: string): string[] {
  return [...new Set([about, about.normalize('NFD')])];
}

function said(json: string): Metadata {
  return JSON.parse(json) as Metadata; // written by sources.ts
}

interface FileRow {
  path: string;
  folder_id: number;
  dir: string;
  name: string;
  says: string | null;
  changed_at_ms: number | null;
}

interface BesideRow {
  name: string;
  kind: 'xmp' | 'json';
  about: string;
  is_start: 0 | 1;
  for_extension: string | null;
  says: string;
  changed_at_ms: number;
}

interface NamedRow {
  photo_id: number | null;
  name: string;
}

interface OwnRow {
  own_taken_wall_ms: number | null;
  own_taken_precision: TakenPrecision | null;
  own_taken_offset_min: number | null;
  own_latitude: number | null;
  own_longitude: number | null;
}
