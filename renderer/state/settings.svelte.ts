import type { Settings } from '../../preload/contract/settings.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

/** A slider changes many times a second; the library hears of it when it rests. */
const restMs = 150;

export const cellSizes = { least: 80, most: 480 } as const;

/** What the person chose. A change shows at once and is taken back if the library refuses it. */
export class SettingsState {
  value = $state.raw<Settings>({
    theme: 'system',
    language: 'system',
    cellSizePx: 180,
    cellFit: 'cover',
    showScores: false,
    strictness: 0,
    sort: 'relevance',
    modelId: '',
    provider: 'auto',
    isPaused: false,
    onlyWhenIdle: false,
    notOnBattery: false,
    coreShare: 'all',
    modelMirror: '',
  });

  #stored: Settings = this.value;
  #unsent: Partial<Settings> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('settings', (settings) => this.take(settings));
  }

  take(settings: Settings): void {
    this.#stored = settings;
    this.value = { ...settings, ...this.#unsent };
  }

  change(part: Partial<Settings>): void {
    this.#unsent = { ...this.#unsent, ...part };
    this.value = { ...this.value, ...part };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), restMs);
  }

  async #send(): Promise<void> {
    const sent = this.#unsent;
    this.#unsent = {};
    try {
      this.take(await this.#api.call('settings.change', sent));
    } catch (error) {
      this.value = { ...this.#stored, ...this.#unsent };
      this.#notices.fail(error);
    }
  }
}
