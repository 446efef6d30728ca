import { tick } from 'svelte';
import type { Band } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import { indexAfter, type GridMove } from '../logic/grid-keys.ts';
import { indexAtPx, layOut, rowOf, rowsBetween, type GridRow } from '../logic/grid-layout.ts';
import { isAstray, placeAfterScroll, placeAt, scrollScale, type ScrollPlace } from '../logic/scroll-scale.ts';
import { sectionsByBandAndMonth, sectionsByMonth, sectionsOfAnswer } from '../logic/sections.ts';
import { nothing, toggled, withAll, type Selection } from '../logic/selection.ts';
import type { Language } from './language.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';
import type { Arrival, Search } from './search.svelte.ts';
import { cellSizes, type SettingsState } from './settings.svelte.ts';

const gapPx = 4;
const headingPx = 60;
/** Below the matches: the button that shows the rest. */
const foldPx = 112;
const sidePx = { left: 24, right: 24, rightOfTimeline: 72 } as const;
/** Rows drawn beyond the edges, as a share of the view: a wheel's next step is already there. */
const overscan = 0.4;
/** Faster than this, pictures are not asked for: they would be gone before they came. */
const rushScreensPerSecond = 12;
/** The speed is measured over, and a rush is over after, this long. */
const rushMs = 90;

/** What of a list is on screen, where the focus is, and what is selected. */
export class Grid {
  focusIndex = $state(0);
  selection = $state.raw<Selection>(nothing);
  isRushing = $state(false);
  viewWidthPx = $state(0);
  viewHeightPx = $state(0);
  #place = $state.raw<ScrollPlace>({ elementTopPx: 0, contentTopPx: 0 });

  readonly #search: Search;
  readonly #settings: SettingsState;
  readonly #language: Language;
  #scroller: HTMLElement | undefined;
  #rangeFrom = 0;
  #rushTimer: ReturnType<typeof setTimeout> | undefined;
  #speedFrom = { px: 0, ms: 0 };

  readonly list = $derived.by(() => this.#search.list);
  readonly count = $derived(this.list?.count ?? 0);
  readonly foldedCount = $derived(this.list?.foldedCount ?? 0);
  readonly foldTopPx = $derived.by(() => this.layout.heightPx - foldPx + this.shiftPx);
  readonly hasTimeline = $derived(this.list !== undefined && !this.list.isRanked && this.list.months.length > 1);
  readonly #sections = $derived.by(() => this.#sectionsOf(this.list));
  readonly leftPx = sidePx.left;
  readonly layout = $derived.by(() =>
    layOut(
      {
        widthPx: Math.max(
          1,
          this.viewWidthPx - sidePx.left - (this.hasTimeline ? sidePx.rightOfTimeline : sidePx.right),
        ),
        wishedCellPx: this.#settings.value.cellSizePx,
        gapPx,
        headingPx,
        paddingTopPx: this.#sections[0]?.heading === undefined ? 8 : 0,
        paddingBottomPx: this.foldedCount > 0 ? foldPx : 32,
      },
      this.#sections,
    ),
  );
  readonly scale = $derived(scrollScale(this.layout.heightPx, this.viewHeightPx));
  /** Content lies this much lower in the element than in its own measure. See [Note: Scroll scale]. */
  readonly shiftPx = $derived(this.#place.elementTopPx - this.#place.contentTopPx);
  readonly topPx = $derived(this.#place.contentTopPx);
  /** Where drawing begins, in whole rows: within a row's height of scrolling nothing has to be worked out anew. */
  readonly #drawnFromPx = $derived.by(() => {
    const { pitchPx } = this.layout;
    return Math.floor((this.topPx - this.viewHeightPx * overscan) / pitchPx) * pitchPx;
  });
  readonly #nearRows = $derived.by(() => {
    const heightPx = this.viewHeightPx * (1 + 2 * overscan) + this.layout.pitchPx;
    return rowsBetween(this.layout, this.#drawnFromPx, this.#drawnFromPx + heightPx);
  });
  /** The rows near the view, and the row in focus however far it is scrolled away: keys must not fall into the void. */
  readonly rows = $derived.by(() => this.#withFocusedRow(this.#nearRows));
  readonly progress = $derived(this.topPx / Math.max(1, this.layout.heightPx - this.viewHeightPx));

  constructor(search: Search, settings: SettingsState, language: Language) {
    this.#search = search;
    this.#settings = settings;
    this.#language = language;
    search.arrive = (list, how, show) => this.#arrive(list, how, show);
  }

  /** Binds the grid to the element that scrolls. */
  readonly attach = (scroller: HTMLElement): (() => void) => {
    this.#scroller = scroller;
    const onScroll = () => this.#scrolled(scroller.scrollTop);
    const resized = new ResizeObserver(() =>
      this.#keepingPlace(() => {
        this.viewWidthPx = scroller.clientWidth;
        this.viewHeightPx = scroller.clientHeight;
      }),
    );
    scroller.addEventListener('scroll', onScroll, { passive: true });
    resized.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      resized.disconnect();
      this.#scroller = undefined;
    };
  };

  /** Reads the pages that are on screen. */
  load(): void {
    let first = Infinity;
    let last = -1;
    for (const row of this.#nearRows) {
      if (row.is !== 'photos') continue;
      first = Math.min(first, row.first);
      last = Math.max(last, row.first + row.count - 1);
    }
    if (last >= 0 && !this.isRushing) this.list?.want(first, last);
  }

  scrollTo(contentTopPx: number): void {
    this.#place = placeAt(this.scale, contentTopPx);
    void this.#settle();
  }

  /** Moves the focus, and the selection with it where `extend` says so. */
  async move(move: GridMove, extend: boolean): Promise<void> {
    if (this.count === 0) return;
    const rowsInPage = Math.floor(this.viewHeightPx / this.layout.pitchPx);
    await this.focus(indexAfter(this.layout, this.focusIndex, move, rowsInPage));
    if (extend) await this.selectTo(this.focusIndex);
    else this.#rangeFrom = this.focusIndex;
  }

  /** Brings a photo into view and gives it the keyboard. */
  async focus(index: number): Promise<void> {
    this.focusIndex = Math.min(Math.max(0, index), Math.max(0, this.count - 1));
    this.#bringIntoView(this.focusIndex);
    await this.#settle();
    this.focusedElement()?.focus({ preventScroll: true });
  }

  focusedElement(): HTMLElement | undefined {
    return this.#scroller?.querySelector<HTMLElement>(`[data-index="${this.focusIndex}"]`) ?? undefined;
  }

  /** Clicks, as desktop programs have them: one selects, Ctrl adds, Shift selects up to here. */
  async click(index: number, how: 'alone' | 'toggle' | 'range'): Promise<void> {
    this.focusIndex = index;
    if (how === 'range') return this.selectTo(index);
    this.#rangeFrom = index;
    const card = this.list?.at(index);
    if (!card) return;
    this.selection = how === 'toggle' ? toggled(this.selection, card.id) : new Set([card.id]);
  }

  async selectTo(index: number): Promise<void> {
    const list = this.list;
    if (!list) return;
    const [first, last] = this.#rangeFrom < index ? [this.#rangeFrom, index] : [index, this.#rangeFrom];
    const ids = await list.ids(first, last);
    if (list === this.list) this.selection = withAll(nothing, ids);
  }

  async selectAll(): Promise<void> {
    const list = this.list;
    if (!list || list.count === 0) return;
    const ids = await list.ids(0, list.count - 1);
    if (list === this.list) this.selection = withAll(nothing, ids);
  }

  /** What is done is done to these: the selected photos, else the one in focus. */
  chosen(): PhotoId[] {
    if (this.selection.size > 0) return [...this.selection];
    const focused = this.list?.at(this.focusIndex);
    return focused ? [focused.id] : [];
  }

  selectFocused(): void {
    if (this.selection.size === 0) this.selection = withAll(nothing, this.chosen());
  }

  clearSelection(): void {
    this.selection = nothing;
  }

  /** Larger or smaller cells, with the photo under the hand kept in place. */
  resize(factor: number): void {
    this.setCellSize(this.#settings.value.cellSizePx * factor);
  }

  setCellSize(px: number): void {
    const cellSizePx = Math.round(Math.min(cellSizes.most, Math.max(cellSizes.least, px)));
    this.#keepingPlace(() => this.#settings.change({ cellSizePx }));
  }

  #withFocusedRow(near: readonly GridRow[]): readonly GridRow[] {
    const focused = this.count > 0 ? rowOf(this.layout, this.focusIndex) : undefined;
    if (!focused || near.some((row) => row.row === focused.row)) return near;
    return focused.topPx < this.#drawnFromPx ? [focused, ...near] : [...near, focused];
  }

  #scrolled(elementTopPx: number): void {
    const place = placeAfterScroll(this.scale, this.#place, elementTopPx);
    this.#watchSpeed(place.contentTopPx);
    this.#place = place;
    if (isAstray(this.scale, place)) this.scrollTo(place.contentTopPx);
  }

  #watchSpeed(topPx: number): void {
    const ms = performance.now();
    const tookMs = ms - this.#speedFrom.ms;
    const screens = Math.abs(topPx - this.#speedFrom.px) / Math.max(1, this.viewHeightPx);
    if (tookMs > rushMs) {
      this.isRushing = tookMs < rushMs * 2 && screens / (tookMs / 1000) > rushScreensPerSecond;
      this.#speedFrom = { px: topPx, ms };
    } else if (screens > (rushScreensPerSecond * rushMs) / 1000) {
      this.isRushing = true;
    }
    clearTimeout(this.#rushTimer);
    this.#rushTimer = setTimeout(() => (this.isRushing = false), rushMs);
  }

  #bringIntoView(index: number): void {
    const row = rowOf(this.layout, index);
    if (!row) return;
    const isFirstOfBlock = this.layout.blocks.some(
      (block) => block.cellsTopPx === row.topPx && block.heading !== undefined,
    );
    const top = row.topPx - (isFirstOfBlock ? headingPx : gapPx * 2);
    const bottom = row.topPx + this.layout.pitchPx + gapPx;
    if (top < this.topPx) this.#place = placeAt(this.scale, top);
    else if (bottom > this.topPx + this.viewHeightPx) this.#place = placeAt(this.scale, bottom - this.viewHeightPx);
  }

  /** Changes the layout while the first photo on screen stays where it is. */
  #keepingPlace(change: () => void): void {
    const isAtTop = this.topPx <= 0;
    const index = indexAtPx(this.layout, this.topPx);
    const beforePx = rowOf(this.layout, index)?.topPx ?? 0;
    change();
    const afterPx = rowOf(this.layout, index)?.topPx ?? 0;
    this.#place = placeAt(this.scale, isAtTop ? 0 : this.topPx + afterPx - beforePx);
    void this.#settle();
  }

  async #arrive(list: PhotoList, how: Arrival, show: () => void): Promise<void> {
    // Cells are drawn anew under the focus: it goes with the photo, or to the first of a new answer.
    const hasFocus = this.#scroller?.contains(document.activeElement) ?? false;
    await (how === 'question' ? this.#begin(show) : this.#carryOn(list, show));
    if (hasFocus) this.focusedElement()?.focus({ preventScroll: true });
  }

  async #begin(show: () => void): Promise<void> {
    show();
    this.focusIndex = 0;
    this.#rangeFrom = 0;
    this.selection = nothing;
    this.#place = placeAt(this.scale, 0);
    await this.#settle();
  }

  async #carryOn(list: PhotoList, show: () => void): Promise<void> {
    const old = this.list;
    const anchorIndex = indexAtPx(this.layout, this.topPx);
    const aside = (rowOf(this.layout, anchorIndex)?.topPx ?? 0) - this.topPx;
    const isAtTop = this.topPx <= 0;
    const [anchor, focus] = await Promise.all([
      isAtTop ? undefined : placeIn(list, old?.at(anchorIndex)),
      placeIn(list, old?.at(this.focusIndex)),
    ]);
    show();
    this.focusIndex = Math.min(focus ?? this.focusIndex, Math.max(0, list.count - 1));
    const row = anchor === undefined ? undefined : rowOf(this.layout, anchor);
    this.#place = placeAt(this.scale, isAtTop ? 0 : row ? row.topPx - aside : this.topPx);
    await this.#settle();
  }

  #sectionsOf(list: PhotoList | undefined) {
    if (!list) return [];
    const { t, formats } = this.#language;
    const note = (count: number) => t('list.photos', { count });
    if (!list.isRanked)
      return sectionsByMonth(list.months, list.count, { heading: (m) => formats.month(m.year, m.month), note });
    const hasMatches = list.parts[0]?.band !== 'rest';
    const heading = (band: Band) => (band === 'rest' && !hasMatches ? t('list.nearest') : t(`list.${band}`));
    return list.months.length > 0
      ? sectionsByBandAndMonth(list.parts, list.months, {
          band: heading,
          month: (m) =>
            m.day === undefined ? formats.month(m.year, m.month) : formats.day(Date.UTC(m.year, m.month - 1, m.day)),
          note,
        })
      : sectionsOfAnswer(list.parts, { heading, note });
  }

  /** Lets the page take the new height, then puts the scroll bar where the grid is. */
  async #settle(): Promise<void> {
    await tick();
    const scroller = this.#scroller;
    if (scroller && Math.abs(scroller.scrollTop - this.#place.elementTopPx) > 0.5)
      scroller.scrollTop = this.#place.elementTopPx;
  }
}

function placeIn(list: PhotoList, card: PhotoCard | undefined): Promise<number | undefined> | undefined {
  return card && list.find(card.id);
}
