import type { FolderPlace } from '../../preload/contract/folder.ts';
import type { Flag, Mark, PhotoId } from '../../preload/contract/photo.ts';
import { wholeOf } from '../logic/whole-stack.ts';
import type { AppState } from './app.svelte.ts';

/** More than a few hardly change the answer, and each is a picture in the search box. */
const mostExamples = 8;

/** The photos that are meant: the one that is open, the one of those that are compared, those that are selected, or the one in focus. */
export class Meant {
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Of several copies those in the folder that is open are meant. */
  get here(): FolderPlace | undefined {
    const { folder } = this.#app.search;
    return folder && { ...folder, isDeep: this.#app.settings.value.showsSubfolders };
  }

  /** The photo in focus gets another name on the disk. */
  name(): void {
    const card = this.#app.search.list?.at(this.#app.grid.focusIndex);
    if (card) this.#app.moving.naming = { is: 'photo', photoIds: wholeOf(card), name: card.name };
  }

  /** The selected photos, the one in focus, or the one that is open. */
  trash(): void {
    const compared = this.#app.compare.active;
    if (compared) return void this.#app.trash.ask([compared.id], this.here);
    const { card } = this.#app.viewer;
    const photoIds = this.#app.viewer.isOpen ? (card ? this.#app.viewer.wholeShot() : []) : this.#app.grid.chosen();
    const hasStacks = this.#app.viewer.isOpen ? photoIds.length > 1 : this.#app.grid.hasStackChosen();
    void this.#app.trash.ask(photoIds, this.here, { hasStacks });
  }

  /** Out of the album that is open. */
  async takeOutOfAlbum(): Promise<void> {
    const { grid, albums } = this.#app;
    const { selection } = grid;
    await albums.remove(grid.chosen());
    // Not what was selected since.
    if (grid.selection === selection) grid.clearSelection();
  }

  /** The chosen photo stands for the album that is open. */
  async coverAlbum(): Promise<void> {
    const [photoId] = this.#app.grid.chosen();
    if (photoId !== undefined) await this.#app.albums.setCover(photoId);
  }

  /** Albums to put the selected photos into; the one in focus is selected where none is. */
  openAlbumBox(): void {
    this.#app.grid.selectFocused();
    this.#app.albums.isBoxOpen = this.#app.grid.selection.size > 0;
  }

  /** Gives the selected photos stars, or the one in focus. */
  rate(stars: number): void {
    const compared = this.#app.compare.active;
    if (this.#app.viewer.isOpen) void this.#app.viewer.rating.give(stars);
    else if (compared) void this.#app.ratings.rate([compared.id], stars);
    else void this.#app.ratings.rate(this.#app.grid.chosen(), stars);
  }

  /** The chosen photos become favourites or are hidden; said again they are not. */
  mark(mark: Mark): void {
    const isWhole = mark === 'hidden' && this.#app.viewer.isOpen;
    const chosen = isWhole ? this.#app.viewer.wholeShot() : this.ids();
    if (chosen.length > 0) void this.#app.marking.toggle(chosen, mark);
  }

  flag(flag: Flag | undefined): void {
    const chosen = this.ids();
    if (chosen.length > 0) void this.#app.marking.flag(chosen, flag);
  }

  /** What is left of the photo that is open is what was marked. */
  keepCrop(): void {
    const { card, crop } = this.#app.viewer;
    if (card && crop.isOn) void this.#app.turns.crop(card, crop.left);
    crop.end();
  }

  findSimilar(): void {
    if (this.#app.viewer.card) return this.#app.findSimilar(this.#app.viewer.card, undefined, this.#app.viewer.shownMs);
    if (this.#app.compare.active) return this.#app.findSimilar(this.#app.compare.active);
    const chosen = this.#app.grid.chosen();
    const focused = this.#app.grid.list?.at(this.#app.grid.focusIndex);
    if (focused && this.#app.grid.isOneChosen()) this.#app.findSimilar(focused);
    else if (chosen.length > 0)
      this.#app.search.run(
        chosen
          .slice(0, mostExamples)
          .map((id) => `photo:${id}`)
          .join(' '),
      );
  }

  /** What a command is about: the photo that is open, the one of those that are compared, else those that are selected, else the one in focus. */
  ids(): PhotoId[] {
    const open = this.#app.viewer.card ?? this.#app.compare.active;
    return open ? [open.id] : this.#app.grid.chosen();
  }

  /** The photo that stands for its stack from now on: the one that is open, or in focus. */
  standForStack(): void {
    const card = this.#app.viewer.card ?? this.#app.grid.list?.at(this.#app.grid.focusIndex);
    if (card) void this.#app.stacks.setBest(card);
  }

  tag(): void {
    if (this.#app.viewer.isOpen) this.#app.viewer.openTags();
    else this.openTagBox();
  }

  async showFile(): Promise<void> {
    const [id] = this.ids();
    if (id === undefined) return;
    try {
      await this.#app.api.call('photos.showInFileManager', { id });
    } catch (error) {
      this.#app.notices.fail(error);
    }
  }

  /** Tags of the selected photos; the one in focus is selected where none is. */
  openTagBox(begin: 'name' | 'suggestion' = 'name'): void {
    this.#app.grid.selectFocused();
    this.#app.tagBox.open(this.#app.grid.chosen(), begin);
  }
}
