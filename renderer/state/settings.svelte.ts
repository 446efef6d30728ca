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
    order: 'date',
    showsSubfolders: true,
    foldsStacks: true,
    cleanUp: { isOpen: false, hidden: [] },
    preferredFolder: null,
    modelId: '',
    provider: 'auto',
    isPaused: false,
    onlyWhenIdle: false,
    notOnBattery: false,
    coreShare: 'all',
    modelMirror: '',
    updates: 'unasked',
    // Nothing is offered before it is known whether it was declined.
    modelOffer: 'closed',
  });

  #stored: Settings = this.value;
  /** What a slider that still moves says. */
  #resting: Partial<Settings> = {};
  /** What the library was told and has not answered yet, oldest first. */
  readonly #told: Partial<Settings>[] = [];
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
    this.#show();
  }

  /** What one press decides: the library hears of it at once, for the window may be closed the next moment. */
  change(part: Partial<Settings>): void {
    this.drag(part);
    this.flush();
  }

  /** What a slider says while it moves. */
  drag(part: Partial<Settings>): void {
    this.#resting = { ...this.#resting, ...part };
    this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), restMs);
  }

  /** Tells what still rests: also called when the window goes. */
  flush(): void {
    clearTimeout(this.#timer);
    const part = this.#resting;
    this.#resting = {};
    if (Object.keys(part).length > 0) void this.#tell(part);
  }

  async #tell(part: Partial<Settings>): Promise<void> {
    this.#told.push(part);
    try {
      this.#stored = await this.#api.call('settings.change', part);
    } catch (error) {
      this.#notices.fail(error);
    } finally {
      this.#told.splice(this.#told.indexOf(part), 1);
      this.#show();
    }
  }

  #show(): void {
    this.value = Object.assign({}, this.#stored, ...this.#told, this.#resting);
  }
}
