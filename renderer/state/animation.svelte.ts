import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';

/** Whether the open photo moves by itself, and whether it is let. Where less motion is wanted it stands until it is asked to play. */
export class AnimationState {
  /** Undefined: not known yet. */
  isThere = $state.raw<boolean | undefined>(false);
  isPlaying = $state(true);
  /** What may move and is not to: its original is not shown. */
  readonly isHeld = $derived(!this.isPlaying && this.isThere !== false);

  readonly #api: Api;
  readonly #wantsStill: () => boolean;
  readonly #latest = createLatest();

  constructor(api: Api, wantsStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches) {
    this.#api = api;
    this.#wantsStill = wantsStill;
  }

  show(card: Pick<PhotoCard, 'id' | 'kind' | 'isOffline'>): void {
    this.hide();
    if (card.kind !== 'image' || card.isOffline) return;
    this.isPlaying = !this.#wantsStill();
    this.isThere = undefined;
    void this.#ask(card.id);
  }

  hide(): void {
    this.#latest.forget();
    this.isThere = false;
    this.isPlaying = true;
  }

  toggle(): void {
    if (this.isThere === true) this.isPlaying = !this.isPlaying;
  }

  async #ask(id: number): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('photos.isAnimated', { id }));
      if (heard.is === 'newest') this.isThere = heard.value;
    } catch {
      // What can't be read is said where the picture would be.
      this.isThere = false;
    }
  }
}
