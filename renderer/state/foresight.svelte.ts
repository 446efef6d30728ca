import type { AlbumForesight } from '../../preload/contract/album.ts';
import type { CallInput } from '../../preload/contract/api.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';

/** As long as a person types. */
const restMs = 200;
/** What an album tags from when nobody says otherwise. */
export const usualLeast = 0.9;
/** Of the slider. */
export const chanceStep = 0.05;

/** What the album that is being made or changed would hold and tag, were it kept as it stands in its dialog. */
export class Foresight {
  value = $state.raw<AlbumForesight | undefined>();

  readonly #api: Api;
  readonly #latest = createLatest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Soon: the last of several in a row is asked for. */
  ask(given: CallInput<'albums.foresee'>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(given), restMs);
  }

  /** Nothing is asked for any more. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#latest.forget();
    this.value = undefined;
  }

  /** How many photos are tagged from this chance on; undefined until it is known. */
  taggedFrom(chance: number): number | undefined {
    return this.value?.taggedFrom[Math.round(chance * 100)];
  }

  /** The highest chance, up to the usual one, from which on some photo is tagged; undefined where none ever is. */
  get leastThatTags(): number | undefined {
    for (let step = Math.round(usualLeast / chanceStep); step >= 1; step--)
      if ((this.taggedFrom(step * chanceStep) ?? 0) > 0) return Number((step * chanceStep).toFixed(2));
    return undefined;
  }

  async #ask(given: CallInput<'albums.foresee'>): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('albums.foresee', given));
      if (heard.is === 'newest') this.value = heard.value;
    } catch {
      // It is only told where it is known; what went wrong is told when the album is kept.
      this.value = undefined;
    }
  }
}
