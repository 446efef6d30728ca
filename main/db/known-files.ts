/** @file Read-only questions of the scanner, on a connection of its own in the watch worker. */
import type { Database } from 'better-sqlite3';

export interface KnownFile {
  readonly id: number;
  readonly folderId: number;
  readonly dir: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: string;
  readonly isMissing: boolean;
}

/** A sidecar as the library knows it. */
export type KnownSidecar = Pick<KnownFile, 'id' | 'name' | 'sizeBytes' | 'mtimeMs'>;

interface Row {
  id: number;
  folder_id: number;
  dir: string;
  name: string;
  size_bytes: number;
  mtime_ms: number;
  inode: string;
  missing_since_ms: number | null;
}

const columns = 'id, folder_id, dir, name, size_bytes, mtime_ms, inode, missing_since_ms';

export function createKnownFiles(sql: Database) {
  const inDir = sql.prepare<[number, string], Row>(`SELECT ${columns} FROM files WHERE folder_id = ? AND dir = ?`);
  const byId = sql.prepare<[number], Row>(`SELECT ${columns} FROM files WHERE id = ?`);
  const sameInode = sql.prepare<[string, number, number], Row>(
    `SELECT ${columns} FROM files WHERE inode = ? AND size_bytes = ? AND mtime_ms = ?`,
  );
  const sidecarsIn = sql.prepare<[number, string], Pick<Row, 'id' | 'name' | 'size_bytes' | 'mtime_ms'>>(
    'SELECT id, name, size_bytes, mtime_ms FROM sidecars WHERE folder_id = ? AND dir = ?',
  );
  // One step of a walk over the distinct directories, along the unique index.
  const nextDir = sql
    .prepare<[number, string], string | null>('SELECT min(dir) FROM files WHERE folder_id = ? AND dir > ?')
    .pluck();
  const anyPresent = sql
    .prepare<[number], number>('SELECT 1 FROM files WHERE folder_id = ? AND missing_since_ms IS NULL LIMIT 1')
    .pluck();
  const folderPath = sql.prepare<[number], string>('SELECT path FROM folders WHERE id = ?').pluck();

  return {
    inDir: (folderId: number, dir: string): KnownFile[] => inDir.all(folderId, dir).map(fileOf),
    sidecarsIn: (folderId: number, dir: string): KnownSidecar[] =>
      sidecarsIn.all(folderId, dir).map((row) => ({
        id: row.id,
        name: row.name,
        sizeBytes: row.size_bytes,
        mtimeMs: row.mtime_ms,
      })),
    byId: (id: number): KnownFile | undefined => optional(byId.get(id)),
    sameInode: (inode: string, sizeBytes: number, mtimeMs: number): KnownFile[] =>
      inode === '' ? [] : sameInode.all(inode, sizeBytes, mtimeMs).map(fileOf),
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
    inode: row.inode,
    isMissing: row.missing_since_ms !== null,
  };
}
