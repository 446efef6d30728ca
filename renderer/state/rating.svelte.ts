import type { PhotoDetail } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { given, ratingOf } from '../logic/rating.ts';
import type { Notices } from './notices.svelte.ts';

/** How long stars given by a key are shown on the photo. */
const shownMs = 1_400;

/** Gives stars to the photo that is open. */
export class Rating {
  /** Given a moment ago, while the panel may be closed: shown on the photo. */
  fresh = $state<number | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #photo: { detail: PhotoDetail | undefined };

  /** @param photo where the photo's detail is kept: it is replaced at once, and put back if the library refuses */
  constructor(api: Api, notices: Notices, photo: { detail: PhotoDetail | undefined }) {
    this.#api = api;
    this.#notices = notices;
    this.#photo = photo;
  }

  readonly value = $derived.by(() => this.#photo.detail && ratingOf(this.#photo.detail));

  async give(stars: number): Promise<void> {
    if (this.value) await this.set(given(this.value, stars));
  }

  /** @param rating undefined takes the person's own away: what the file says stands then */
  async set(rating: number | undefined): Promise<void> {
    const before = this.#photo.detail;
    if (!before) return;
    const { ownRating: _, ...rest } = before;
    this.#photo.detail = { ...rest, ...(rating !== undefined && { ownRating: rating }) };
    this.#flash();
    try {
      await this.#api.call('photos.rate', { ids: [before.id], ...(rating !== undefined && { rating }) });
    } catch (error) {
      if (this.#photo.detail.id === before.id) this.#photo.detail = before;
      this.fresh = undefined;
      this.#notices.fail(error);
    }
  }

  #flash(): void {
    const { value } = this;
    this.fresh = value === undefined || value.is === 'none' ? 0 : Math.max(0, value.stars);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.fresh = undefined), shownMs);
  }
}
