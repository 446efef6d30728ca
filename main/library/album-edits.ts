import type { Album, AlbumExample, AutoTag, PlacedPhoto, SmartRule } from '../../preload/contract/album.ts';
import { createAlbumPhotos } from '../db/album-photos.ts';
import { type AlbumChange, createAlbums } from '../db/albums.ts';
import type { Db } from '../db/open.ts';
import { Failure } from '../util/failure.ts';
import type { TagAnswers } from './tag-answers.ts';

/** What of an album can be changed; absent stays, `coverPhotoId: null` is the first photo again. */
export interface AlbumEdit {
  readonly name?: string | undefined;
  readonly sort?: Album['sort'] | undefined;
  readonly rule?: SmartRule | undefined;
  readonly autoTag?: AutoTag | undefined;
  readonly coverPhotoId?: number | null | undefined;
}

export interface NewAlbum {
  readonly name: string;
  readonly parentId?: number | undefined;
  /** With a rule it is a smart one. */
  readonly rule?: SmartRule | undefined;
  /** What is in it, or (of a smart one) belongs to it whatever its question says. */
  readonly photoIds?: readonly number[] | undefined;
}

/** What a person does to albums. */
export function createAlbumEdits(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  tags: Pick<TagAnswers, 'tagIdOf'>;
  now: () => number;
  onChanged: () => void;
}) {
  const { db, now } = deps;
  const rows = createAlbums(db);
  const photos = createAlbumPhotos(db);

  return {
    /** @throws Failure 'bad-input' for a name or an order that cannot be, 'not-found' for an album that is not there */
    create(given: NewAlbum): number {
      const { parentId, rule, photoIds = [] } = given;
      const name = nameOf(given.name);
      const id = db.transaction(() => {
        const made = rows.create(name, rule === undefined ? 'manual' : 'smart', parentId, now());
        if (rule !== undefined) rows.change(made, { rule }, now());
        if (rule === undefined) photos.add(made, photoIds, now());
        else photos.giveExamples(made, photoIds, 'included', now());
        return made;
      });
      deps.onChanged();
      return id;
    },
    async change(id: number, edit: AlbumEdit): Promise<void> {
      const { name, sort, rule, autoTag, coverPhotoId } = edit;
      if (rule !== undefined) smart(id);
      const tagId = autoTag && (autoTag.mode === 'off' ? rows.get(id).tagId : await deps.tags.tagIdOf(autoTag.name));
      const change: AlbumChange = {
        ...(name !== undefined && { name: nameOf(name) }),
        ...(sort !== undefined && { sort }),
        ...(rule !== undefined && { rule }),
        ...(coverPhotoId !== undefined && { coverPhotoId: coverPhotoId ?? undefined }),
        ...(autoTag && { tagId, tagMode: autoTag.mode, tagLeast: autoTag.least }),
      };
      db.transaction(() => rows.change(id, change, now()));
      deps.onChanged();
    },
    move(id: number, parentId: number | undefined, beforeId: number | undefined): void {
      db.transaction(() => rows.move(id, parentId, beforeId));
      deps.onChanged();
    },
    delete(id: number): void {
      db.transaction(() => rows.delete(id, now()));
      deps.onChanged();
    },
    restore(id: number): void {
      db.transaction(() => rows.restore(id));
      deps.onChanged();
    },
    /** @returns those that were not in it. @throws Failure 'bad-input' for a smart album: it has examples */
    addPhotos(id: number, photoIds: readonly number[]): number[] {
      manual(id);
      return afterwards(db.transaction(() => photos.add(id, photoIds, now())));
    },
    removePhotos(id: number, photoIds: readonly number[]): PlacedPhoto[] {
      manual(id);
      return afterwards(db.transaction(() => photos.remove(id, photoIds)));
    },
    putBack(id: number, placed: readonly PlacedPhoto[]): void {
      manual(id);
      afterwards(db.transaction(() => photos.putBack(id, placed, now())));
    },
    /** @returns where those stood that stand elsewhere now */
    movePhotos(id: number, photoIds: readonly number[], beforePhotoId: number | undefined): PlacedPhoto[] {
      manual(id);
      return afterwards(db.transaction(() => photos.move(id, photoIds, beforePhotoId)));
    },
    placePhotos(id: number, placed: readonly PlacedPhoto[]): void {
      manual(id);
      afterwards(db.transaction(() => photos.place(id, placed)));
    },
    /** @param as undefined takes the person's word back */
    giveExamples(id: number, photoIds: readonly number[], as: AlbumExample | undefined): void {
      smart(id);
      afterwards(db.transaction(() => photos.giveExamples(id, photoIds, as, now())));
    },
  };

  function afterwards<T>(result: T): T {
    deps.onChanged();
    return result;
  }

  function manual(id: number): void {
    if (rows.get(id).kind !== 'manual')
      throw new Failure('bad-input', 'A smart album is filled by its question: give it examples instead.');
  }

  function smart(id: number): void {
    if (rows.get(id).kind !== 'smart')
      throw new Failure('bad-input', 'This album is filled by hand: it asks no question.');
  }
}

function nameOf(given: string): string {
  const name = given
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
  if (name === '' || name.length > 200) throw new Failure('bad-input', 'The name of an album has 1 to 200 letters.');
  return name;
}
