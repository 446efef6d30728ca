import type { View } from './app.svelte.ts';
import type { SearchPlace } from './search.svelte.ts';

/** What a person looked at: the page, what was asked for there, and how far it was scrolled. */
interface Entry {
  readonly view: View;
  readonly place: SearchPlace;
  /** Typed, key by key: what is typed on is the same step. */
  readonly isTyped: boolean;
  readonly topPx: number;
}

/** What the history reads, and goes back to. */
interface Looked {
  readonly view: View;
  readonly search: { place(): SearchPlace; goTo(place: SearchPlace): Promise<void> };
  readonly grid: { readonly topPx: number; scrollTo(topPx: number): void };
  go(view: View): void;
}

/** Far more than a person goes back. */
const mostKept = 100;

/** Back and forward through what was looked at. */
export class History {
  #entries = $state.raw<readonly Entry[]>([]);
  #at = $state(-1);
  #noted: 'no' | 'typed' | 'chosen' = 'no';
  readonly #window: Looked;

  readonly canGoBack = $derived(this.#at > 0);
  readonly canGoForward = $derived(this.#at < this.#entries.length - 1);

  constructor(window: Looked) {
    this.#window = window;
  }

  /** Something else is looked at. What is changed at once (a page and what is asked for there) is one step. */
  note(how: 'typed' | 'chosen'): void {
    if (this.#noted === 'no') queueMicrotask(() => this.#keep());
    if (this.#noted !== 'chosen') this.#noted = how;
  }

  async back(): Promise<void> {
    await this.#go(-1);
  }

  async forward(): Promise<void> {
    await this.#go(1);
  }

  #keep(): void {
    const isTyped = this.#noted === 'typed';
    this.#noted = 'no';
    const { view, search } = this.#window;
    const entry = { view, place: search.place(), isTyped, topPx: 0 };
    const current = this.#entries[this.#at];
    if (current !== undefined && isSame(current, entry)) return;
    // Typed on, or the box was emptied key by key and something is typed anew: the step before it stays.
    if (current?.isTyped === true && isTyped) {
      this.#entries = [...this.#entries.slice(0, this.#at), entry];
      return;
    }
    this.#leave();
    this.#entries = [...this.#entries.slice(0, this.#at + 1), entry].slice(-mostKept);
    this.#at = this.#entries.length - 1;
  }

  /** How far it was scrolled: what comes next is not on screen yet. */
  #leave(): void {
    const { topPx } = this.#window.grid;
    this.#entries = this.#entries.map((one, at) =>
      at === this.#at && one.view === 'photos' ? { ...one, topPx } : one,
    );
  }

  async #go(steps: 1 | -1): Promise<void> {
    const entry = this.#entries[this.#at + steps];
    if (entry === undefined) return;
    this.#leave();
    this.#at += steps;
    const at = this.#at;
    const { search, grid } = this.#window;
    this.#window.go(entry.view);
    if (JSON.stringify(entry.place) !== JSON.stringify(search.place())) await search.goTo(entry.place);
    if (entry.view === 'photos' && at === this.#at) grid.scrollTo(entry.topPx);
  }
}

function isSame(a: Entry, b: Entry): boolean {
  return a.view === b.view && JSON.stringify(a.place) === JSON.stringify(b.place);
}
