import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import { PhotoList } from './photo-list.svelte.ts';

/** Between the last key and the question: a fast typist's next key comes within it, a finger's pause does not. */
const debounceMs = 40;
/** An answer faster than this shows no sign of waiting: the sign would only flicker. */
const patienceMs = 250;
/** While photos pour in, the timeline is read again at most this often. */
const refreshMs = 1500;
/** The searching process is started again by itself when it ends; a question that met its end is put again. */
const retryMs = 400;
const mostRetries = 8;

/** How a new answer takes the old one's place: `question` starts at its top, `refresh` stays where the person is. */
export type Arrival = 'question' | 'refresh';

/** The question in the search box and the library's answer to it. */
export class Search {
  text = $state('');
  similarTo = $state.raw<PhotoCard | undefined>();
  list = $state.raw<PhotoList | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  isSlow = $state(false);
  /** The library changed under a ranked answer, which does not shuffle itself under the person's eyes. */
  hasNews = $state(false);

  readonly isTimeline = $derived(this.text.trim() === '' && this.similarTo === undefined);

  /** Puts a new list on screen; set by the grid, which knows what to keep in place. */
  arrive: (list: PhotoList, how: Arrival, show: () => void) => Promise<void> = async (_list, _how, show) => show();
  /** While true (a photo is open over the list) the list is not exchanged. */
  isHeld: () => boolean = () => false;

  #latest = createLatest();
  #debounce: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #retries = 0;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.on('library.changed', () => this.libraryChanged());
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => void this.ask(), debounceMs);
  }

  clear(): void {
    this.similarTo = undefined;
    this.text = '';
    void this.ask();
  }

  moreLike(photo: PhotoCard): void {
    this.text = '';
    this.similarTo = photo;
    void this.ask();
  }

  dropSimilar(): void {
    this.similarTo = undefined;
    void this.ask();
  }

  async ask(how: Arrival = 'question'): Promise<void> {
    clearTimeout(this.#debounce);
    this.trouble = undefined;
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => (this.isSlow = how === 'question'), patienceMs);
    try {
      const heard = await this.#latest.ask(() => PhotoList.open(this.#api, this.#question(), this));
      if (heard.is === 'overtaken') return;
      await this.arrive(heard.value, how, () => {
        this.list = heard.value;
        this.trouble = undefined;
        this.hasNews = false;
      });
      this.#retries = 0;
    } catch (error) {
      const report = reportOf(error);
      if (report.kind === 'unavailable' && this.#retries++ < mostRetries) setTimeout(() => void this.ask(how), retryMs);
      else this.#fail(report, how);
    }
    clearTimeout(this.#slow);
    this.isSlow = false;
  }

  #fail(report: FailureReport, how: Arrival): void {
    this.trouble = report;
    if (how === 'question') this.list = undefined;
  }

  libraryChanged(): void {
    if (this.list && this.list.isRanked && this.list.count > 0) {
      this.hasNews = true;
      return;
    }
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      if (this.isHeld()) this.libraryChanged();
      else void this.ask('refresh');
    }, refreshMs);
  }

  /** A page of the list could not be read: a list the library let go of is asked for again. */
  onTrouble(error: unknown): void {
    const report = reportOf(error);
    if (report.kind === 'stale' || report.kind === 'not-found') void this.ask('refresh');
    else this.trouble = report;
  }

  #question() {
    const text = this.text.trim();
    return { ...(text !== '' && { text }), ...(this.similarTo && { similarTo: this.similarTo.id }) };
  }
}
