import type { SidecarSeen } from './sources.ts';

/** What a scan found to be different from what the library knows. All of it may be applied twice without harm. */
export type Change =
  | ({ readonly is: 'added' } & Place & Stamp)
  /** The same file as before under another path; nothing is read again, unless it was changed as well. */
  | ({ readonly is: 'moved'; readonly fileId: number; readonly isChanged: boolean } & Place & Stamp)
  | ({ readonly is: 'changed'; readonly fileId: number } & Stamp)
  /** What the system says of it is another, e.g. after a re-mount; its bytes were compared or could not have changed. */
  | ({ readonly is: 'renumbered'; readonly fileId: number } & Stamp)
  | ({ readonly is: 'back'; readonly fileId: number } & Stamp)
  | { readonly is: 'missing'; readonly fileId: number }
  /** A sidecar came or changed, and was read. */
  | ({ readonly is: 'sidecar' } & SidecarSeen)
  | { readonly is: 'sidecar-gone'; readonly sidecarId: number }
  /** The inodes of this folder's drive tell nothing from now on. */
  | { readonly is: 'passing-inodes'; readonly folderId: number }
  /** A folder that may not be read, or a name that cannot be opened again because it is not valid Unicode. */
  | {
      readonly is: 'unreadable';
      readonly folderId: number;
      readonly path: string;
      readonly kind: Unreadable | 'far-link';
    }
  /** What was unreadable can be read now, or is gone. */
  | { readonly is: 'readable'; readonly folderId: number; readonly path: string };

export type Unreadable = 'bad-name' | 'no-permission' | 'io';

export interface Place {
  readonly folderId: number;
  readonly dir: string;
  readonly name: string;
}

/** What the system says of a file. */
export interface Stamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Of the last change of bytes or of what is said of them: it cannot be set by a program. */
  readonly ctimeMs: number;
  /** When the file was made, 0 where the file system does not say. */
  readonly bornMs: number;
  /** `device:inode`, or '' where the file system has none. */
  readonly inode: string;
}
