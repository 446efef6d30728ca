import type { SidecarSeen } from './words.ts';

/** What a scan found to be different from what the library knows. All of it may be applied twice without harm. */
export type Change =
  | ({ readonly is: 'added' } & Place & Stamp)
  /** The same file as before (device, inode, size, time) under another path: nothing is read again. */
  | ({ readonly is: 'moved'; readonly fileId: number } & Place & Stamp)
  | ({ readonly is: 'changed'; readonly fileId: number } & Stamp)
  /** Only the inode is another one, e.g. after a re-mount. */
  | ({ readonly is: 'renumbered'; readonly fileId: number } & Stamp)
  | ({ readonly is: 'back'; readonly fileId: number } & Stamp)
  | { readonly is: 'missing'; readonly fileId: number }
  /** A sidecar came or changed, and was read. */
  | ({ readonly is: 'sidecar' } & SidecarSeen)
  | { readonly is: 'sidecar-gone'; readonly sidecarId: number }
  /** A name that cannot be opened again because it is not valid Unicode. */
  | { readonly is: 'unreadable'; readonly path: string; readonly kind: 'bad-name' | 'no-permission' | 'io' };

export interface Place {
  readonly folderId: number;
  readonly dir: string;
  readonly name: string;
}

export interface Stamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** `device:inode`, or '' where the file system has none. */
  readonly inode: string;
}
