import type { Engine, Progress } from '../../preload/contract/work.ts';
import type { Api } from '../api.ts';
import { shareDone } from '../logic/shares.ts';
import type { Notices } from './notices.svelte.ts';

/** What the library is busy with, and what it runs on. */
export class Work {
  progress = $state.raw<Progress>({
    state: 'idle',
    done: 0,
    total: 0,
    failed: 0,
    photoCount: 0,
    embeddedCount: 0,
    failedCount: 0,
  });
  engine = $state.raw<Engine | undefined>();

  readonly share = $derived(shareDone(this.progress));

  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('progress', (progress) => (this.progress = progress));
    api.on('engine', (engine) => (this.engine = engine));
  }

  async togglePause(): Promise<void> {
    try {
      // What waits for power or for an idle machine need not, if the person says so.
      if (this.progress.waitsFor !== undefined) {
        await this.#api.call('engine.fullSpeed', { isOn: true });
        this.progress = await this.#api.call('work.progress', undefined);
        return;
      }
      this.progress = await this.#api.call(this.progress.state === 'paused' ? 'work.resume' : 'work.pause', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
