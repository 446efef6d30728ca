import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

/** Each answer starts a short pass: a line that comes and goes with every key would be a flicker. */
const unnoticedMs = 800;

/** The pass over the library that suggests tags: how far it is, and how many questions wait. */
export class Pass {
  value = $state.raw<SuggestionsState>({ state: 'idle', done: 0, total: 0, openCount: 0 });

  /** For so long that the person would like to know why. */
  isWorking = $state(false);

  readonly #api: Api;
  readonly #notices: Notices;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('suggestions', (value) => this.#take(value));
  }

  async read(): Promise<void> {
    try {
      this.#take(await this.#api.call('suggestions.state', undefined));
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Answers that were given (or, below 0, taken back), before the library has counted them. */
  answered(count: number): void {
    this.value = { ...this.value, openCount: Math.max(0, this.value.openCount - count) };
  }

  counted(openCount: number): void {
    this.value = { ...this.value, openCount };
  }

  #take(value: SuggestionsState): void {
    this.value = value;
    if (value.state === 'working' && value.total > 0) {
      this.#timer ??= setTimeout(() => (this.isWorking = true), unnoticedMs);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.isWorking = false;
  }
}
