import type { UpdatesState as Told } from '../../preload/contract/updates.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

/** Newer versions of the app: whether to look for them, and what was found. */
export class UpdatesState {
  value = $state.raw<Told>({ isPossible: false, isAsking: false, step: { is: 'resting' } });
  /** The version that the person put off: it is offered in the settings only. */
  #later = $state<string | undefined>();
  /** What stands in the corner of the window, if anything does. */
  readonly card = $derived.by(() => {
    const { isAsking, step } = this.value;
    if (isAsking) return 'ask' as const;
    if (step.is === 'found' && step.version === this.#later) return undefined;
    return step.is === 'found' || step.is === 'loading' || step.is === 'installing' ? ('found' as const) : undefined;
  });

  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('updates', (told) => (this.value = told));
  }

  load = (): Promise<void> => this.#take(this.#api.call('updates.state', undefined));
  answer = (isYes: boolean): Promise<void> => this.#take(this.#api.call('updates.answer', { isYes }));
  look = (): Promise<void> => this.#take(this.#api.call('updates.look', undefined));
  install = (): Promise<void> => this.#take(this.#api.call('updates.install', undefined));

  putOff(): void {
    const { step } = this.value;
    if (step.is === 'found') this.#later = step.version;
  }

  async #take(asked: Promise<Told>): Promise<void> {
    try {
      this.value = await asked;
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
