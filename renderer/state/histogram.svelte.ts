import type { Chip } from '../../preload/contract/query.ts';
import { reportOf } from '../api.ts';
import { barsOf, dateOperandOf, type Bar } from '../logic/histogram.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';
import type { Search } from './search.svelte.ts';

/** At 4 px each they are as wide as there is room. */
const mostBars = 48;

/** When the photos of an answer were taken; a span of it becomes a filter. */
export class Histogram {
  bars = $state.raw<readonly Bar[]>([]);
  /** The bars from where the hand went down to where it is. */
  drag = $state.raw<{ readonly from: number; readonly to: number } | undefined>();

  readonly #search: Search;
  readonly #language: Language;
  readonly #latest = createLatest();

  readonly dateChip = $derived.by(() => this.#search.query?.filters.find(isWantedDate));

  constructor(search: Search, language: Language) {
    this.#search = search;
    this.#language = language;
  }

  async load(list: PhotoList | undefined): Promise<void> {
    if (!list?.query || list.count === 0) {
      this.#latest.forget();
      this.bars = [];
      return;
    }
    try {
      const heard = await this.#latest.ask(() => list.histogram());
      if (heard.is === 'newest') this.bars = barsOf(heard.value, mostBars);
    } catch (error) {
      // A list that the library let go of is asked for again by the grid, and the bars come with it.
      if (reportOf(error).kind === 'bug') throw error;
      this.bars = [];
    }
  }

  nameOf(bar: Bar): string {
    const { formats } = this.#language;
    return bar.month === undefined
      ? formats.yearSpan(Date.UTC(bar.year, 0), Date.UTC(bar.year, 0))
      : formats.month(bar.year, bar.month);
  }

  isChosen(at: number): boolean {
    return this.drag !== undefined && at >= Math.min(this.drag.from, this.drag.to) && at <= Math.max(this.drag.from, this.drag.to); // prettier-ignore
  }

  /** Adds the bars' time to the question, in place of the one that is there. */
  choose(from: number, to: number): void {
    this.drag = undefined;
    const operand = dateOperandOf(this.bars, from, to);
    if (operand === undefined) return;
    const draft = { key: 'date', operand, sign: 'plus' as const };
    if (this.dateChip) this.#search.changeChip(this.dateChip, draft);
    else this.#search.addChip(draft);
  }

  clear(): void {
    if (this.dateChip) this.#search.removeChip(this.dateChip);
  }
}

function isWantedDate(chip: Chip): boolean {
  return chip.key === 'date' && chip.sign === 'plus';
}
