import type { Suggestion } from '../../preload/contract/query.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Search } from './search.svelte.ts';
import type { Searches } from './searches.svelte.ts';

/** What is offered below the search box. Saved searches are run as they are, by their name. */
export interface Offer {
  readonly kind: Suggestion['kind'] | 'saved';
  readonly label: string;
  readonly text: string;
  readonly keptAsWords: readonly string[];
}

/** Between the last key and the question for suggestions. */
const debounceMs = 60;
const mostOffered = 6;
const mostRecent = 5;

/** What may be typed next: offered while typing, and the searches of the past while nothing is typed. */
export class Suggestions {
  offers = $state.raw<readonly Offer[]>([]);
  /** The offer that Enter takes; -1 is none: Enter searches for what is typed. */
  active = $state(-1);

  readonly isOpen = $derived(this.offers.length > 0);
  readonly activeOffer = $derived(this.offers[this.active]);

  #debounce: ReturnType<typeof setTimeout> | undefined;
  readonly #latest = createLatest();
  readonly #api: Api;
  readonly #search: Search;
  readonly #searches: Searches;

  constructor(api: Api, search: Search, searches: Searches) {
    this.#api = api;
    this.#search = search;
    this.#searches = searches;
  }

  /** @param isAtEnd suggestions continue the text, so none are made while the cursor stands inside it */
  typed(text: string, isAtEnd: boolean): void {
    clearTimeout(this.#debounce);
    this.#latest.forget();
    if (!isAtEnd || text.trim() === '') this.close();
    else this.#debounce = setTimeout(() => void this.#ask(text), debounceMs);
  }

  async offerPast(): Promise<void> {
    if (!this.#search.isTimeline) return;
    await this.#searches.load();
    const offer = (kind: Offer['kind'], one: { name?: string; text: string; keptAsWords: string[] }): Offer => ({
      kind,
      label: one.name ?? one.text,
      text: one.text,
      keptAsWords: one.keptAsWords,
    });
    this.#offer([
      ...this.#searches.saved.map((one) => offer('saved', one)),
      ...this.#searches.recent.slice(0, mostRecent).map((one) => offer('recent', one)),
    ]);
  }

  close(): void {
    clearTimeout(this.#debounce);
    this.#latest.forget();
    this.#offer([]);
  }

  move(steps: 1 | -1): void {
    const places = this.offers.length + 1;
    this.active = ((this.active + 1 + steps + places) % places) - 1;
  }

  take(offer: Offer): void {
    this.close();
    if (offer.kind === 'saved' || offer.kind === 'recent') this.#search.run(offer.text, offer.keptAsWords);
    else this.#search.putWords(offer.kind === 'filter' ? offer.text : `${offer.text} `);
    if (offer.kind === 'filter') this.typed(offer.text, true);
  }

  async #ask(text: string): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('query.suggest', { text }));
      if (heard.is === 'overtaken') return;
      const offers = heard.value.filter((one) => one.text.trim() !== text.trim()).slice(0, mostOffered);
      this.#offer(offers.map((one) => ({ ...one, keptAsWords: [] })));
    } catch {
      // The answer to the same text fails for the same reason, and says it where it is read.
      this.#offer([]);
    }
  }

  #offer(offers: readonly Offer[]): void {
    this.offers = offers;
    this.active = -1;
  }
}
