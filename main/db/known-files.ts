/** @file Read-only questions of the scanner, on a connection of its own in the watch worker. */
import type { Database } from 'better-sqlite3';
import type { Stamp } from './file-change.ts';

/** A file's stamp as it was kept. */
export interface KnownStamp extends Omit<Stamp, 'ctimeMs' | 'bornMs'> {
  /** Absent: kept by a version that did not ask for it. */
  readonly ctimeMs: number | undefined;
  readonly bornMs: number | undefined;
  /** When its bytes were last looked at. */
  readonly readAtMs: number | undefined;
}

export interface KnownFile extends KnownStamp {
  readonly id: number;
  readonly folderId: number;
  readonly dir: string;
  readonly name: string;
  readonly fingerprint: Uint8Array | undefined;
  /** It will be read in any case. */
  readonly isWaiting: boolean;
  readonly isMissing: boolean;
}

/** A sidecar as the library knows it. */
export interface KnownSidecar extends Omit<KnownStamp, 'bornMs'> {
  readonly id: number;
  readonly name: string;
}

interface Row {
  id: number;
  folder_id: number;
  dir: string;
  name: string;
  size_bytes: number;
  mtime_ms: number;
  ctime_ms: number | null;
  born_ms: number | null;
  inode: string;
  read_at_ms: number | null;
  fingerprint: Buffer | null;
  is_waiting: 0 | 1;
  missing_since_ms: number | null;
}

interface SidecarRow extends Pick<Row, 'id' | 'name' | 'size_bytes' | 'mtime_ms' | 'ctime_ms' | 'inode'> {
  at_ms: number;
}

const columns =
  'id, folder_id, dir, name, size_bytes, mtime_ms, ctime_ms, born_ms, inode, read_at_ms, fingerprint, is_waiting, missing_since_ms';

export function createKnownFiles(sql: Database) {
  const inDir = sql.prepare<[number, string], Row>(`SELECT ${columns} FROM files WHERE folder_id = ? AND dir = ?`);
  const byId = sql.prepare<[number], Row>(`SELECT ${columns} FROM files WHERE id = ?`);
  const sameInode = sql.prepare<[string], Row>(`SELECT ${columns} FROM files WHERE inode = ?`);
  const sidecarsIn = sql.prepare<[number, string], SidecarRow>(
    'SELECT id, name, size_bytes, mtime_ms, ctime_ms, inode, at_ms FROM sidecars WHERE folder_id = ? AND dir = ?',
  );
  // One step of a walk over the distinct directories, along the unique index.
  const nextDir = sql
    .prepare<[number, string], string | null>('SELECT min(dir) FROM files WHERE folder_id = ? AND dir > ?')
    .pluck();
  const anyPresent = sql
    .prepare<[number], number>('SELECT 1 FROM files WHERE folder_id = ? AND missing_since_ms IS NULL LIMIT 1')
    .pluck();
  const passingInodes = sql.prepare<[number], number>('SELECT has_passing_inodes FROM folders WHERE id = ?').pluck();
  const unreadable = sql.prepare<[number], string>('SELECT path FROM unreadable_places WHERE folder_id = ?').pluck();
  const folderPath = sql.prepare<[number], string>('SELECT path FROM folders WHERE id = ?').pluck();

  return {
    inDir: (folderId: number, dir: string): KnownFile[] => inDir.all(folderId, dir).map(fileOf),
    sidecarsIn: (folderId: number, dir: string): KnownSidecar[] =>
      sidecarsIn.all(folderId, dir).map((row) => ({
        id: row.id,
        name: row.name,
        sizeBytes: row.size_bytes,
        mtimeMs: row.mtime_ms,
        ctimeMs: row.ctime_ms ?? undefined,
        inode: row.inode,
        readAtMs: row.at_ms,
      })),
    byId: (id: number): KnownFile | undefined => optional(byId.get(id)),
    sameInode: (inode: string): KnownFile[] => (inode === '' ? [] : sameInode.all(inode).map(fileOf)),
    /** The inodes of its drive are others at each mount. */
    hasPassingInodes: (folderId: number): boolean => passingInodes.get(folderId) === 1,
    /** Directories that hold files, at or below `dir` ('' for all). */
    *dirsUnder(folderId: number, dir: string): Generator<string> {
      if (dir === '') {
        if (inDir.get(folderId, '') !== undefined) yield '';
      } else if (inDir.get(folderId, dir) !== undefined) yield dir;
      const prefix = dir === '' ? '' : `${dir}/`;
      let at: string | undefined = prefix;
      while ((at = nextDir.get(folderId, at) ?? undefined)?.startsWith(prefix)) yield at;
    },
    /** Names of the sub-directories of `dir` that hold files, at any depth. */
    *childDirs(folderId: number, dir: string): Generator<string> {
      const prefix = dir === '' ? '' : `${dir}/`;
      const done = new Set<string>();
      let at: string | undefined = prefix;
      while ((at = nextDir.get(folderId, at) ?? undefined)?.startsWith(prefix)) {
        const [name = '', ...below]: string[] = at.slice(prefix.length).split('/');
        if (!done.has(name)) yield name;
        done.add(name);
        // Past everything below `name`; what sorts between `name` and `name/` (such as `name-2`) was met before.
        if (below.length > 0) at = `${prefix}${name}/\u{10FFFF}`;
      }
    },
    hasPresent: (folderId: number): boolean => anyPresent.get(folderId) !== undefined,
    /** Paths of what could not be looked into when it was last met. */
    unreadable: (folderId: number): string[] => unreadable.all(folderId),
    folderPath: (folderId: number): string | undefined => folderPath.get(folderId),
  };
}
export type KnownFiles = ReturnType<typeof createKnownFiles>;

function optional(row: Row | undefined): KnownFile | undefined {
  return row === undefined ? undefined : fileOf(row);
}

function fileOf(row: Row): KnownFile {
  return {
    id: row.id,
    folderId: row.folder_id,
    dir: row.dir,
    name: row.name,
    sizeBytes: row.size_bytes,
    mtimeMs: row.mtime_ms,
    ctimeMs: row.ctime_ms ?? undefined,
    bornMs: row.born_ms ?? undefined,
    inode: row.inode,
    readAtMs: row.read_at_ms ?? undefined,
    fingerprint: row.fingerprint ?? undefined,
    isWaiting: row.is_waiting === 1,
    isMissing: row.missing_since_ms !== null,
  };
}
