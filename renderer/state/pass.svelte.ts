import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

/** The pass over the library that suggests tags: how far it is, and how many questions wait. */
export class Pass {
  value = $state.raw<SuggestionsState>({ state: 'idle', done: 0, total: 0, openCount: 0 });

  readonly isWorking = $derived(this.value.state === 'working' && this.value.total > 0);

  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('suggestions', (value) => (this.value = value));
  }

  async read(): Promise<void> {
    try {
      this.value = await this.#api.call('suggestions.state', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
