import type { CallOutput } from '../../preload/contract/api.ts';
import type { List, Month, Question } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { matchCounts } from '../logic/sections.ts';
import { wholeOf } from '../logic/whole-stack.ts';
import { itemAt, missingPages, pageSize, withPage, type Pages } from '../logic/pages.ts';

/** Two keep the searcher busy; more would only delay the page that is wanted by now. */
const mostInFlight = 2;
/** Ids a call may ask for. */
const mostIds = 10_000;

export interface ListTrouble {
  /** A page could not be read; `isStale` when the library let go of the list and it must be asked for again. */
  onTrouble(error: unknown): void;
}

/** An answer of the library: its length is known, its pages are read as they are shown. */
export class PhotoList {
  readonly question: Question;
  /** What the text was understood to mean; absent for the timeline. */
  readonly query: List['query'];
  readonly isRanked: boolean;
  readonly tookMs: number;
  readonly months: readonly Month[];

  readonly parts: List['sections'];
  readonly count: number;
  /** Photos that match, and those that may; all others are only nearest. */
  readonly matches: { readonly sure: number; readonly likely: number };
  readonly matchCount: number;
  /** So many have words of the question in their name, folder, caption or keywords. */
  readonly exactCount: number;
  /** Photos that are folded away under others. */
  readonly foldedCount: number;
  /** Photos that the question was asked of. */
  readonly searchedCount: number;

  #pages = $state.raw<Pages<PhotoCard>>(new Map());
  #wanted: readonly number[] = [];
  #inFlight = new Map<number, Promise<void>>();
  readonly #id: number;
  readonly #api: Api;
  readonly #onTrouble: (error: unknown) => void;

  private constructor(api: Api, question: Question, list: List, months: readonly Month[], trouble: ListTrouble) {
    this.#api = api;
    this.#id = list.id;
    this.#onTrouble = (error) => trouble.onTrouble(error);
    this.question = question;
    this.parts = list.sections;
    this.count = list.count;
    this.matches = matchCounts(list.sections);
    this.matchCount = this.matches.sure + this.matches.likely;
    this.exactCount = list.exactCount;
    this.foldedCount = list.foldedCount ?? 0;
    this.searchedCount = list.searchedCount;
    this.query = list.query;
    this.isRanked = list.isRanked;
    this.tookMs = list.tookMs;
    this.months = months;
    for (let page = 0; page * pageSize < list.cards.length; page++)
      this.#pages = withPage(this.#pages, page, list.cards.slice(page * pageSize, (page + 1) * pageSize));
  }

  static async open(api: Api, question: Question, trouble: ListTrouble): Promise<PhotoList> {
    const list = await api.call('list.open', question);
    // Months before the list is shown: headings that come later would push the photos about.
    const hasMonths = !list.isRanked || question.sort === 'date';
    const months = !hasMonths || list.count === 0 ? [] : await api.call('list.months', { id: list.id });
    return new PhotoList(api, question, list, months, trouble);
  }

  at(index: number): PhotoCard | undefined {
    return itemAt(this.#pages, index);
  }

  /** The cards that were read so far, in the order of the list. */
  *known(): Generator<PhotoCard> {
    for (const [, page] of [...this.#pages].sort(([a], [b]) => a - b)) yield* page;
  }

  /** Reads what is shown from `first` to `last`. What was wanted before, and has not begun, is forgotten. */
  want(first: number, last: number): void {
    this.#wanted = missingPages(this.#pages, first, last, this.count);
    this.#pump();
  }

  /** The card at a place, read if need be. */
  async card(index: number): Promise<PhotoCard | undefined> {
    if (index < 0 || index >= this.count) return undefined;
    if (!this.at(index)) await this.#read(Math.floor(index / pageSize));
    return this.at(index);
  }

  /** Ids of the photos from `first` to `last`, with what is folded away under them: what is selected may be all of a large library. */
  async ids(first: number, last: number): Promise<PhotoId[]> {
    const found: PhotoId[] = [];
    let known = 0;
    // A few that are on screen are known: nothing is asked for them.
    for (let index = first; index <= last && index - first < pageSize; index++) {
      const card = this.at(index);
      if (!card) break;
      found.push(...wholeOf(card));
      known++;
    }
    if (known === last - first + 1) return found;
    found.length = 0;
    for (let offset = first; offset <= last; offset += mostIds) {
      const limit = Math.min(mostIds, last + 1 - offset);
      found.push(...(await this.#api.call('list.ids', { id: this.#id, offset, limit })));
    }
    return found;
  }

  /** Something that is shown of these photos has changed: what was read of them is read again. */
  async reread(photoIds: readonly PhotoId[]): Promise<void> {
    const changed = new Set(photoIds);
    const pages = [...this.#pages].filter(([, cards]) => cards.some(({ id }) => changed.has(id)));
    try {
      // What is under way may have been read before the change.
      await Promise.all(pages.flatMap(([page]) => this.#inFlight.get(page) ?? []));
      await Promise.all(pages.map(([page]) => this.#read(page)));
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  /** How many photos of the answer were taken when, oldest first. */
  async histogram(): Promise<CallOutput<'list.histogram'>> {
    return this.#api.call('list.histogram', { id: this.#id });
  }

  async find(photoId: PhotoId): Promise<number | undefined> {
    return this.#api.call('list.find', { id: this.#id, photoId });
  }

  #pump(): void {
    while (this.#inFlight.size < mostInFlight) {
      const page = this.#wanted.find((one) => !this.#inFlight.has(one));
      if (page === undefined) return;
      this.#wanted = this.#wanted.filter((one) => one !== page);
      this.#read(page).then(() => this.#pump(), this.#onTrouble);
    }
  }

  #read(page: number): Promise<void> {
    const underWay = this.#inFlight.get(page);
    if (underWay) return underWay;
    const reading = this.#api
      .call('list.page', { id: this.#id, offset: page * pageSize, limit: pageSize })
      .then((cards) => void (this.#pages = withPage(this.#pages, page, cards)))
      .finally(() => this.#inFlight.delete(page));
    this.#inFlight.set(page, reading);
    return reading;
  }
}
