import fs from 'node:fs/promises';
import path from 'node:path';
import type { Change, Place } from '../db/file-change.ts';
import type { FilePlaces } from '../db/file-places.ts';
import type { Files } from '../db/files.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import { extensions } from '../formats/index.ts';
import { sidecarName } from '../formats/metadata/sidecar-name.ts';
import { isFilmOfPicture, stemsOfPictures } from '../formats/live/film-of-picture.ts';
import { isCandidate } from '../pipeline/ignored.ts';
import { readSidecarFile } from '../pipeline/read-sidecar.ts';
import { stampOf } from '../pipeline/walk.ts';

/** A file that was put from one place to another; undefined: outside of all folders of the library, as in the trash. */
export interface Moved {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const pictures = new Set<string>(extensions);

/** Tells the library what became of files, before a scan would find out: a moved photo is the same photo, and nothing is read again. */
export function createFiled(deps: {
  db: Pick<Db, 'transaction'>;
  places: FilePlaces;
  files: Pick<Files, 'apply'>;
  texts: Pick<Texts, 'index'>;
  now: () => number;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, places, files, texts, now, onChanged } = deps;

  return async function tell(moved: readonly Moved[]): Promise<void> {
    const changes: Change[] = [];
    for (const it of moved) changes.push(...(await changesOf(it)));
    const touched = db.transaction(() => {
      const photoIds = files.apply(changes, now());
      for (const photoId of photoIds) texts.index(photoId);
      return photoIds;
    });
    onChanged(touched);
  };

  async function changesOf({ from, to }: Moved): Promise<Change[]> {
    const [before, after] = [from, to].map((file) => (file === undefined ? undefined : places.placeOf(file)));
    const gone = before && places.fileAt(before);
    const sidecarId = before && places.sidecarAt(before);
    const changes: Change[] = sidecarId === undefined ? [] : [{ is: 'sidecar-gone', sidecarId }];
    if (after === undefined || to === undefined)
      return gone ? [...changes, { is: 'missing', fileId: gone.id }] : changes;
    const place: Place = { folderId: after.folderId, dir: after.dir, name: after.name };
    const about = sidecarName(place.name, pictures);
    const stamp = stampOf(await fs.stat(to, { bigint: true }));
    if (about !== undefined) {
      const read = await readSidecarFile(to, about);
      changes.push({
        ...{ is: 'sidecar', ...place, ...stamp },
        ...{ kind: about.kind, about: about.about, isStart: about.aboutIs !== 'name' },
        says: read.is === 'read' ? read.says : undefined,
        problem: read.is === 'problem' ? read.problem : undefined,
      });
      return changes;
    }
    if (!isCandidate(place.name, pictures)) return changes;
    if (gone === undefined && (await isBeside(to))) return changes;
    if (gone) return [...changes, { is: 'moved', fileId: gone.id, isChanged: false, ...place, ...stamp }];
    const there = places.fileAt(place);
    return [...changes, there ? { is: 'back', fileId: there.id, ...stamp } : { is: 'added', ...place, ...stamp }];
  }
}
export type Filed = ReturnType<typeof createFiled>;

/** The film of a Live Photo goes with its picture, and is none of the library's. */
async function isBeside(file: string): Promise<boolean> {
  return isFilmOfPicture(file, stemsOfPictures(await fs.readdir(path.dirname(file))));
}
