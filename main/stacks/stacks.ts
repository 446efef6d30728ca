import type { z } from 'zod';
import type { ShotSays, stackKind } from '../../preload/contract/photo.ts';
import { shotNameOf } from './names.ts';

/** A file that is there, as far as it tells what it belongs to. */
export interface StackFile {
  readonly photoId: number;
  /** The folder that it lies in; equal for files of one folder. */
  readonly folder: string;
  readonly name: string;
  readonly kind: 'image' | 'video';
  readonly isRaw: boolean;
  /** The camera's clock to the second or better; undefined where nothing tells. */
  readonly takenWallMs: number | undefined;
  readonly camera: string | undefined;
  /** Exposure and focal length, as one text; undefined where not all of it is known. */
  readonly setting?: string | undefined;
  /** What the camera says of the shots that it belongs to. */
  readonly shot?: ShotSays | undefined;
}

/**
 * `raw`: a shot as RAW and as a picture. `live`: a picture with its film. `edit`: a shot and edits of it. `burst`, `bracket`,
 * `panorama`, `focus`: shots one after the other (series.ts). `hand`: the person's.
 */
export type StackKind = z.infer<typeof stackKind>;

export interface Stack {
  readonly kind: StackKind;
  /** The one that stands for it comes first. */
  readonly photoIds: readonly number[];
}

const liveMs = 3_000;

/**
 * Photos that belong together as one shot. Apple's identifier links a film with its picture, whatever their names and clocks. A name alone never links: the camera's clock must say the same second (three of
 * a film, which begins before its picture), and the camera must be the same where both say it.
 */
export function stacksOf(files: readonly StackFile[]): Stack[] {
  const byName = new Map<string, { file: StackFile; isEdit: boolean }[]>();
  const pictures = new Map<string, StackFile>();
  for (const file of files) {
    const key = file.kind === 'image' ? liveKey(file) : undefined;
    if (key !== undefined && !pictures.has(key)) pictures.set(key, file);
  }
  for (const file of files) {
    const picture = file.kind === 'video' ? pictures.get(liveKey(file) ?? '') : undefined;
    // A film that belongs to a picture by its identifier is taken as if it had its name.
    const { stem, isEdit } = shotNameOf((picture ?? file).name);
    const key = `${file.folder}\n${stem}`;
    byName.set(key, [...(byName.get(key) ?? []), { file, isEdit }]);
  }
  const taken = new Set<number>();
  const stacks: Stack[] = [];
  for (const named of byName.values()) {
    if (named.length < 2) continue;
    for (const head of [...named].sort(byRank)) {
      if (taken.has(head.file.photoId) || isBetweenCameras(head.file, named)) continue;
      const parts = named.filter(
        ({ file }) =>
          file.photoId !== head.file.photoId &&
          !taken.has(file.photoId) &&
          areOneShot(head.file, file) &&
          named.every((other) => !isRival(head.file, other.file) || !areOneShot(other.file, file)),
      );
      const photoIds = [...new Set([head, ...parts].map(({ file }) => file.photoId))];
      if (photoIds.length < 2) continue;
      for (const id of photoIds) taken.add(id);
      stacks.push({ kind: kindOf([head, ...parts]), photoIds });
    }
  }
  return stacks;
}

/** Of a part of a Live Photo. */
function liveKey({ folder, shot }: StackFile): string | undefined {
  return shot?.live === undefined ? undefined : `${folder}\n${shot.live}`;
}

interface Named {
  readonly file: StackFile;
  readonly isEdit: boolean;
}

/** What is looked at first: an edit, for it is what the person made of the shot; then pictures, RAW, films. */
function byRank(a: Named, b: Named): number {
  return rank(a) - rank(b) || a.file.photoId - b.file.photoId;
}

function rank({ file, isEdit }: Named): number {
  if (file.kind === 'video') return 3;
  return file.isRaw ? 2 : isEdit ? 0 : 1;
}

function kindOf(parts: readonly Named[]): StackKind {
  if (parts.some(({ file }) => file.kind === 'video')) return 'live';
  return parts.some(({ file }) => file.isRaw) ? 'raw' : 'edit';
}

/** It names no camera, and could be of two. */
function isBetweenCameras(file: StackFile, named: readonly Named[]): boolean {
  const near = named.filter((other) => areOneShot(file, other.file)).flatMap((other) => other.file.camera ?? []);
  return file.camera === undefined && new Set(near).size > 1;
}

/** It has another camera: a part that names none could belong to either, and belongs to neither. */
function isRival(head: StackFile, other: StackFile): boolean {
  return head.camera !== undefined && other.camera !== undefined && head.camera !== other.camera;
}

/** Two files whose names say that they belong together. */
function areOneShot(one: StackFile, other: StackFile): boolean {
  const [live, otherLive] = [one.shot?.live, other.shot?.live];
  if (one.kind !== other.kind && live !== undefined && otherLive !== undefined) return live === otherLive;
  if (one.takenWallMs === undefined || other.takenWallMs === undefined) return false;
  if (one.camera !== undefined && other.camera !== undefined && one.camera !== other.camera) return false;
  if (one.kind !== other.kind) return Math.abs(one.takenWallMs - other.takenWallMs) <= liveMs;
  return Math.floor(one.takenWallMs / 1000) === Math.floor(other.takenWallMs / 1000);
}
