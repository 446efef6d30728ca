import { SvelteMap } from 'svelte/reactivity';
import type { PhotoCard, PhotoDetail, PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { type LinkedView, poseOf, viewOf, whole, zoomedAt } from '../logic/linked-view.ts';
import { wholeOf } from '../logic/whole-stack.ts';
import { held, placedOnPixels, type Point, type Size } from '../logic/zoom.ts';
import { AnimationState } from './animation.svelte.ts';
import type { Grid } from './grid.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';

/** So many photos of a selection are looked for on pages that were let go: with more, too many are selected. */
const mostMissing = 40;
/** Side by side more are too small to be compared. */
export const mostCompared = 4;
const step = 1.5;

/** Two to four photos side by side, zoomed and moved as one. */
export class Compare {
  photos = $state.raw<readonly PhotoCard[]>([]);
  activeIndex = $state(0);
  #view = $state.raw<LinkedView>(whole);
  /** Of one pane: all have the same size. */
  #pane = $state.raw<Size>({ width: 1, height: 1 });
  #list: PhotoList | undefined;
  readonly #details = new SvelteMap<PhotoId, PhotoDetail>();

  readonly #api: Api;
  readonly #grid: Grid;
  readonly #notices: Notices;

  readonly isOpen = $derived(this.photos.length > 0);
  readonly active = $derived(this.photos[this.activeIndex]);
  readonly isWhole = $derived(this.#view.zoom <= 1.001);
  /** Screen pixels a pixel of the active photo: 1 is actual size. */
  readonly magnification = $derived.by(() => {
    const { active } = this;
    return active ? poseOf(this.#view, active, this.#pane, devicePixelRatio).scale * devicePixelRatio : 1;
  });

  constructor(api: Api, grid: Grid, notices: Notices) {
    this.#api = api;
    this.#grid = grid;
    this.#notices = notices;
  }

  /** Of one of the photos: where less motion is wanted it stands still. */
  animation(): AnimationState {
    return new AnimationState(this.#api);
  }

  /** Two to four cards are selected, as far as they are known: pages that were let go are read when it is opened. */
  canOpen(): boolean {
    const { known, missing } = this.#selected();
    if (missing === undefined || known.length > mostCompared) return false;
    return known.length >= 2 || missing.length > 0;
  }

  async open(): Promise<void> {
    const { list } = this.#grid;
    if (!list || !this.canOpen()) return;
    try {
      const cards = await this.#candidates(list);
      if (cards.length < 2 || cards.length > mostCompared || this.#grid.list !== list) return;
      this.#list = list;
      this.photos = cards;
      this.#view = whole;
      this.activate(0);
      for (const { id } of cards) void this.readDetail(id);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Cards of what is selected, in the order of the list, and photos that are on none of the cards that are known. */
  #selected(): { known: readonly PhotoCard[]; missing: readonly PhotoId[] | undefined } {
    const { list, selection } = this.#grid;
    if (!list || selection.size < 2) return { known: [], missing: [] };
    const known: PhotoCard[] = [];
    for (const card of list.known()) if (selection.has(card.id)) known.push(card);
    const covered = new Set(known.flatMap(wholeOf));
    // Of a whole library that is selected it need not be known which ones.
    if (selection.size - covered.size > mostMissing) return { known, missing: undefined };
    return { known, missing: [...selection].filter((id) => !covered.has(id)) };
  }

  /** The photos that are compared: those that are selected, each card once, in the order of the list. */
  async #candidates(list: PhotoList): Promise<PhotoCard[]> {
    const { known, missing } = this.#selected();
    if (missing === undefined || missing.length === 0) return [...known];
    const at = new Map<number, PhotoCard>();
    for (const id of [...known.map((card) => card.id), ...missing]) {
      const index = await list.find(id);
      const card = index === undefined ? undefined : await list.card(index);
      if (index !== undefined && card?.id === id) at.set(index, card);
    }
    return [...at].sort(([a], [b]) => a - b).map(([, card]) => card);
  }

  /** Back to the grid, on the photo that was active, unless the person went elsewhere. */
  async close(to: 'grid' | 'elsewhere' = 'grid'): Promise<void> {
    const { active } = this;
    const list = this.#list;
    this.photos = [];
    this.#list = undefined;
    this.#details.clear();
    if (to === 'elsewhere' || !active || !list || list !== this.#grid.list) return;
    const index = await this.#placeOf(list, active.id);
    if (index !== undefined) void this.#grid.focus(index);
  }

  activate(index: number): void {
    this.activeIndex = Math.max(0, Math.min(this.photos.length - 1, index));
  }

  /** The active photo makes room for the next or the previous one of the list that is not shown yet. */
  async exchange(steps: 1 | -1): Promise<void> {
    const { active, activeIndex } = this;
    const list = this.#list;
    if (!active || !list) return;
    try {
      const from = await this.#placeOf(list, active.id);
      if (from === undefined) return;
      let card: PhotoCard | undefined;
      for (let index = from + steps; (card = await list.card(index)); index += steps)
        if (!this.photos.some(({ id }) => id === card?.id)) break;
      // The person may have gone on meanwhile.
      if (!card || this.photos[activeIndex] !== active) return;
      this.photos = this.photos.with(activeIndex, card);
      void this.readDetail(card.id);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** It is in the trash: the others stay, as long as there are two. */
  leave(photoIds: ReadonlySet<PhotoId>): void {
    const left = this.photos.filter(({ id }) => !photoIds.has(id));
    if (left.length < 2) return void this.close();
    this.photos = left;
    this.activate(this.activeIndex);
  }

  detailOf(id: PhotoId): PhotoDetail | undefined {
    return this.#details.get(id);
  }

  /** Stars and what the camera did, also after something of it has changed. */
  async readDetail(id: PhotoId): Promise<void> {
    try {
      const detail = await this.#api.call('photos.get', { id });
      if (this.photos.some((card) => card.id === id)) this.#details.set(id, detail);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Where a photo's picture is drawn in its pane, in CSS px. */
  placed(photo: Size): Size & { left: number; top: number } {
    const pose = poseOf(this.#view, photo, this.#pane, devicePixelRatio);
    return placedOnPixels(pose, photo, this.#pane, devicePixelRatio);
  }

  /** Binds to the first pane. */
  readonly attachPane = (pane: HTMLElement): (() => void) => {
    const resized = new ResizeObserver(() => {
      this.#pane = { width: Math.max(1, pane.clientWidth), height: Math.max(1, pane.clientHeight) };
    });
    resized.observe(pane);
    return () => resized.disconnect();
  };

  /** @param at from the middle of the photo's pane, in CSS px */
  zoomBy(factor: number, at: Point = { x: 0, y: 0 }, photo: Size | undefined = this.active): void {
    if (!photo) return;
    const { scale } = poseOf(this.#view, photo, this.#pane, devicePixelRatio);
    this.#view = zoomedAt(this.#view, scale * factor, at, { photo, pane: this.#pane, devicePixelRatio });
  }

  zoomIn(): void {
    this.zoomBy(step);
  }

  zoomOut(): void {
    this.zoomBy(1 / step);
  }

  /** One pixel of this photo on one of the screen, or all of it. */
  toggleActualSize(at: Point = { x: 0, y: 0 }, photo: Size | undefined = this.active): void {
    if (!photo) return;
    if (!this.isWhole) this.#view = whole;
    else this.#view = zoomedAt(this.#view, 1 / devicePixelRatio, at, { photo, pane: this.#pane, devicePixelRatio });
  }

  pan(dx: number, dy: number, photo: Size): void {
    const pose = poseOf(this.#view, photo, this.#pane, devicePixelRatio);
    const moved = held({ ...pose, x: pose.x + dx, y: pose.y + dy }, photo, this.#pane);
    this.#view = viewOf(moved, photo, this.#pane, devicePixelRatio);
  }

  async #placeOf(list: PhotoList, id: PhotoId): Promise<number | undefined> {
    try {
      return await list.find(id);
    } catch {
      return undefined; // the list is another one by now
    }
  }
}
