import { tick } from 'svelte';
import type { Band } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import { indexAfter, type GridMove } from '../logic/grid-keys.ts';
import { blockOf, indexAtPx, layOut, rowOf, rowsBetween, type GridRow } from '../logic/grid-layout.ts';
import { isAstray, placeAfterScroll, placeAt, scrollScale, type ScrollPlace } from '../logic/scroll-scale.ts';
import { partName } from '../logic/date-names.ts';
import { createRush, rushMs } from '../logic/rush.ts';
import { sectionsByBandAndMonth, sectionsByMonth, sectionsOfAnswer } from '../logic/sections.ts';
import { nothing, toggled, withAll, type Selection } from '../logic/selection.ts';
import { wholeOf } from '../logic/whole-stack.ts';
import type { Language } from './language.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';
import type { Arrival, Search } from './search.svelte.ts';
import { cellSizes, type SettingsState } from './settings.svelte.ts';

const gapPx = 4;
const headingPx = 60;
/** A heading that stays at the top (renderer/parts/PhotoGrid.svelte): a photo in focus is not under it. */
const passedPx = 36;
const sidePx = { left: 24, right: 24, rightOfTimeline: 72 } as const;
/** Rows drawn beyond the edges, as a share of the view: a wheel's next step is already there. */
const overscan = 0.4;

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
  /** What was selected as all that matches: asked again, it is more. */
  #allMatches: Selection | undefined;
  #questionCount = 0;
  #selecting: Promise<void> | undefined;
  /** What is selected later is what stands, whichever ids are read first. */
  #selectCount = 0;
  #rushTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #rush = createRush();

  readonly list = $derived.by(() => this.#search.list);
  readonly count = $derived(this.list?.count ?? 0);
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
        paddingBottomPx: 32,
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
  /** The heading above the first photo on screen, once it is scrolled past. */
  readonly passedHeading = $derived.by(() => {
    if (this.count === 0) return undefined;
    const block = blockOf(this.layout, indexAtPx(this.layout, this.topPx));
    if (block?.heading === undefined || this.topPx <= block.cellsTopPx - headingPx / 2) return undefined;
    return { heading: block.heading, note: block.note };
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
    this.#selectCount++;
    this.selection = how === 'toggle' ? toggled(this.selection, wholeOf(card)) : new Set(wholeOf(card));
  }

  async selectTo(index: number): Promise<void> {
    await this.#select((list) => {
      const to = Math.min(index, list.count - 1);
      return this.#rangeFrom < to ? [this.#rangeFrom, to] : [to, this.#rangeFrom];
    });
  }

  /** What matches or may match; asked again, all that is shown. */
  async selectAll(): Promise<void> {
    await this.#select((list) => {
      const isMore = list.matchCount === 0 || this.selection === this.#allMatches;
      return [0, (isMore ? list.count : list.matchCount) - 1];
    });
    this.#allMatches = this.selection;
  }

  /**
   * Reads the ids of a range and selects them. Where the list was read anew meanwhile, as it is while photos come in, it is
   * asked again: what the person pressed must not be lost. Another question is another matter.
   */
  async #select(range: (list: PhotoList) => readonly [first: number, last: number]): Promise<void> {
    const selecting = this.#readSelection(range);
    this.#selecting = selecting;
    await selecting;
    if (this.#selecting === selecting) this.#selecting = undefined;
  }

  async #readSelection(range: (list: PhotoList) => readonly [first: number, last: number]): Promise<void> {
    const asked = this.#questionCount;
    const mine = ++this.#selectCount;
    for (;;) {
      const list = this.list;
      if (!list || list.count === 0) return;
      let ids: PhotoId[];
      try {
        ids = await list.ids(...range(list));
      } catch (error) {
        if (asked !== this.#questionCount) return;
        if (list !== this.list) continue;
        return this.#search.onTrouble(error);
      }
      if (asked !== this.#questionCount) return;
      if (list !== this.list) continue;
      if (mine === this.#selectCount) this.selection = withAll(nothing, ids);
      return;
    }
  }

  /** Runs it; while ids of a large selection are still read, once they are: that selection is what is meant. */
  onceSelected(work: () => void): void {
    if (this.#selecting) void this.#selecting.then(work);
    else work();
  }

  /** A card is among what is chosen that stands for several photos, or may be among those that were not read. */
  hasStackChosen(): boolean {
    const { list, selection } = this;
    if (selection.size === 0) return (list?.at(this.focusIndex)?.stack?.partIds.length ?? 0) > 0;
    let known = 0;
    for (const { id, stack } of list?.known() ?? []) {
      if (!selection.has(id)) continue;
      if ((stack?.partIds.length ?? 0) > 0) return true;
      known++;
    }
    return known < selection.size && (list?.foldedCount ?? 0) > 0;
  }

  /** One card is meant: the one in focus, alone. */
  isOneChosen(): boolean {
    const focused = this.list?.at(this.focusIndex);
    const whole = new Set(focused && wholeOf(focused));
    return focused !== undefined && this.chosen().every((id) => whole.has(id));
  }

  /** What is done is done to these: the selected photos, else the one in focus; of folded stacks to all of their photos. */
  chosen(): PhotoId[] {
    if (this.selection.size > 0) return [...this.selection];
    const focused = this.list?.at(this.focusIndex);
    return focused ? [...wholeOf(focused)] : [];
  }

  selectFocused(): void {
    if (this.selection.size === 0) this.selection = withAll(nothing, this.chosen());
  }

  clearSelection(): void {
    this.#selectCount++;
    this.selection = nothing;
  }

  /** Larger or smaller cells, with the photo under the hand kept in place. */
  resize(factor: number): void {
    this.setCellSize(this.#settings.value.cellSizePx * factor);
  }

  setCellSize(px: number): void {
    const cellSizePx = Math.round(Math.min(cellSizes.most, Math.max(cellSizes.least, px)));
    this.#keepingPlace(() => this.#settings.drag({ cellSizePx }));
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
    this.isRushing = this.#rush.moved(topPx, this.viewHeightPx, performance.now());
    clearTimeout(this.#rushTimer);
    this.#rushTimer = setTimeout(() => {
      this.#rush.rested();
      this.isRushing = false;
    }, rushMs);
  }

  #bringIntoView(index: number): void {
    const row = rowOf(this.layout, index);
    if (!row) return;
    const isFirstOfBlock = this.layout.blocks.some(
      (block) => block.cellsTopPx === row.topPx && block.heading !== undefined,
    );
    const isUnderHeading = blockOf(this.layout, index)?.heading !== undefined;
    const top = row.topPx - (isFirstOfBlock ? headingPx : isUnderHeading ? passedPx + gapPx : gapPx * 2);
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

  async #arrive(list: PhotoList, how: Arrival, show: () => boolean): Promise<void> {
    // Cells are drawn anew under the focus: it goes with the photo, or to the first of a new answer.
    const hasFocus = this.#hasKeyboard();
    await (how === 'question' ? this.#begin(show) : this.#carryOn(list, show));
    // Who has gone elsewhere meanwhile, to the search box or a dialog, is not called back.
    const isStillHere = hasFocus && (document.activeElement === document.body || this.#hasKeyboard());
    if (isStillHere) this.focusedElement()?.focus({ preventScroll: true });
  }

  #hasKeyboard(): boolean {
    return this.#scroller?.contains(document.activeElement) ?? false;
  }

  async #begin(show: () => boolean): Promise<void> {
    if (!show()) return;
    this.#questionCount++;
    this.focusIndex = 0;
    this.#rangeFrom = 0;
    this.selection = nothing;
    this.#place = placeAt(this.scale, 0);
    await this.#settle();
  }

  async #carryOn(list: PhotoList, show: () => boolean): Promise<void> {
    const old = this.list;
    const anchorIndex = indexAtPx(this.layout, this.topPx);
    const aside = (rowOf(this.layout, anchorIndex)?.topPx ?? 0) - this.topPx;
    const isAtTop = this.topPx <= 0;
    let asked: readonly [focus: number, rangeFrom: number];
    let places: readonly [anchor: number | undefined, focus: number | undefined, rangeFrom: number | undefined];
    // Who clicks while places are asked for means the photo that was clicked.
    do {
      asked = [this.focusIndex, this.#rangeFrom];
      places = await Promise.all([
        isAtTop ? undefined : placeIn(list, old?.at(anchorIndex)),
        placeIn(list, old?.at(asked[0])),
        placeIn(list, old?.at(asked[1])),
      ]);
    } while (asked[0] !== this.focusIndex || asked[1] !== this.#rangeFrom);
    const [anchor, focus, rangeFrom] = places;
    if (!show()) return;
    this.#rangeFrom = Math.min(rangeFrom ?? this.#rangeFrom, Math.max(0, list.count - 1));
    this.focusIndex = Math.min(focus ?? this.focusIndex, Math.max(0, list.count - 1));
    const row = anchor === undefined ? undefined : rowOf(this.layout, anchor);
    this.#place = placeAt(this.scale, isAtTop ? 0 : row ? row.topPx - aside : this.topPx);
    await this.#settle();
  }

  #sectionsOf(list: PhotoList | undefined) {
    if (!list) return [];
    const { t } = this.#language;
    const note = (count: number) => t('list.photos', { count });
    if (!list.isRanked)
      return sectionsByMonth(list.months, list.count, { heading: (m) => partName(m, this.#language), note });
    const heading = (band: Band) =>
      t(band === 'nearest' && list.matchCount === 0 ? 'list.nothingSure' : `list.${band}`);
    return list.months.length > 0
      ? sectionsByBandAndMonth(list.parts, list.months, {
          band: heading,
          month: (m) => partName(m, this.#language),
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
