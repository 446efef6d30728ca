import { indexAtPx } from '../logic/grid-layout.ts';
import { partName } from '../logic/date-names.ts';
import { yearMarks } from '../logic/scrubber.ts';
import type { Grid } from './grid.svelte.ts';
import type { Language } from './language.svelte.ts';

const leastApartPx = 22;

/** The timeline's scroll bar: years beside it, and the month under the pointer. */
export class ScrubberState {
  isDragging = $state(false);
  #heightPx = $state(0);
  #pointedAt = $state.raw<number | undefined>();

  readonly #grid: Grid;
  readonly #language: Language;

  readonly #months = $derived.by(() => this.#grid.list?.months ?? []);
  readonly marks = $derived.by(() => yearMarks(this.#grid.layout, this.#months, this.#heightPx, leastApartPx));
  readonly here = $derived.by(() => this.#monthAt(this.#grid.topPx + 1));
  readonly pointed = $derived.by(() => {
    const at = this.#pointedAt;
    if (at === undefined) return undefined;
    const { layout, viewHeightPx } = this.#grid;
    return { at, label: this.#monthAt(at * Math.max(0, layout.heightPx - viewHeightPx)) };
  });

  constructor(grid: Grid, language: Language) {
    this.#grid = grid;
    this.#language = language;
  }

  readonly attach = (track: HTMLElement): (() => void) => {
    const resized = new ResizeObserver(() => (this.#heightPx = track.clientHeight));
    const listening = new AbortController();
    const { signal } = listening;
    resized.observe(track);
    const shareAt = (event: PointerEvent) => {
      const box = track.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientY - box.top) / Math.max(1, box.height)));
    };
    const onDown = (event: PointerEvent) => {
      track.setPointerCapture(event.pointerId);
      this.isDragging = true;
      this.goTo(shareAt(event));
    };
    const onMove = (event: PointerEvent) => {
      this.#pointedAt = shareAt(event);
      if (this.isDragging) this.goTo(this.#pointedAt);
    };
    const onUp = () => (this.isDragging = false);
    const onLeave = () => (this.#pointedAt = undefined);
    track.addEventListener('pointerdown', onDown, { signal });
    track.addEventListener('pointermove', onMove, { signal });
    track.addEventListener('pointerup', onUp, { signal });
    track.addEventListener('pointercancel', onUp, { signal });
    track.addEventListener('pointerleave', onLeave, { signal });
    return () => {
      resized.disconnect();
      listening.abort();
    };
  };

  /** @param share 0 is the top of the timeline, 1 its end */
  goTo(share: number): void {
    const { layout, viewHeightPx } = this.#grid;
    this.#grid.scrollTo(share * Math.max(0, layout.heightPx - viewHeightPx));
  }

  /** To the next month, or to the beginning of this one and then the one before. */
  step(direction: 1 | -1): void {
    const { layout, topPx } = this.#grid;
    const tops = layout.blocks.map((block) => block.topPx);
    const next = direction === 1 ? tops.find((top) => top > topPx + 1) : tops.findLast((top) => top < topPx - 1);
    if (next !== undefined) this.#grid.scrollTo(next);
  }

  #monthAt(contentPx: number): string {
    const index = indexAtPx(this.#grid.layout, contentPx);
    const month = this.#months.findLast((one) => one.offset <= index);
    return month ? partName(month, this.#language) : '';
  }
}
