import type { BrowseBy, BrowseItem } from '../../preload/contract/browse.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';

/** While photos come all the time, the page is read anew no more often. */
const restMs = 2_000;

/** The page of years, places, cameras and tags. */
export class BrowseState {
  by = $state<BrowseBy>('year');
  list = $state.raw<readonly BrowseItem[] | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  readonly #api: Api;
  readonly #latest = createLatest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  show(by: BrowseBy): void {
    this.by = by;
    this.list = undefined;
  }

  /** Photos came or went: read anew, while many come once in a while. */
  follow(): void {
    if (this.list === undefined) void this.load();
    else this.#timer ??= setTimeout(() => void this.load(), restMs);
  }

  /** Nobody looks any more. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async load(): Promise<void> {
    this.leave();
    const { by } = this;
    try {
      const heard = await this.#latest.ask(() => this.#api.call('browse.list', { by }));
      if (heard.is === 'overtaken') return;
      this.list = heard.value;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }
}
