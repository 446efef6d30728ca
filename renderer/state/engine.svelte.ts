import type { GuestState, ModelChange } from '../../preload/contract/engine.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

/** What runs the model, what it may take of the machine, and the change from one model to another. */
export class EngineState {
  change = $state.raw<ModelChange | undefined>();
  guest = $state.raw<GuestState | undefined>();
  isMeasuring = $state(false);

  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('engine.switch', (change) => (this.change = change));
    api.on('engine.guest', (guest) => (this.guest = guest));
  }

  async load(): Promise<void> {
    const [change, guest] = await Promise.all([
      this.#api.call('engine.switchState', undefined),
      this.#api.call('engine.guest', undefined),
    ]);
    this.change = change;
    this.guest = guest;
  }

  measure(): Promise<void> {
    this.isMeasuring = true;
    // The table itself comes as an event, as after every start.
    return this.#try(() => this.#api.call('engine.measure', undefined)).finally(() => (this.isMeasuring = false));
  }

  fullSpeed(isOn: boolean): Promise<void> {
    return this.#try(async () => (this.guest = await this.#api.call('engine.fullSpeed', { isOn })));
  }

  switchTo(modelId: string): Promise<void> {
    return this.#try(async () => (this.change = await this.#api.call('engine.switchTo', { modelId })));
  }

  pause(isPaused: boolean): Promise<void> {
    return this.#try(async () => (this.change = await this.#api.call('engine.pauseSwitch', { isPaused })));
  }

  switchNow(): Promise<void> {
    return this.#try(async () => (this.change = await this.#api.call('engine.switchNow', undefined)));
  }

  rollBack(): Promise<void> {
    return this.#try(async () => (this.change = await this.#api.call('engine.rollBack', undefined)));
  }

  dropOld(): Promise<void> {
    return this.#try(async () => (this.change = await this.#api.call('engine.dropOld', undefined)));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
