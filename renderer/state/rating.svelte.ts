import type { PhotoCard, PhotoDetail } from '../../preload/contract/photo.ts';
import { given, ratingOf } from '../logic/rating.ts';
import type { Ratings } from './ratings.ts';

/** How long stars given by a key are shown on the photo. */
const shownMs = 1_400;

/** Where the open photo is kept. Its detail comes after it, and is that of the photo before until then. */
interface OpenPhoto {
  readonly card: Pick<PhotoCard, 'id'> | undefined;
  readonly detailRead: Promise<void>;
  detail: PhotoDetail | undefined;
}

/** Gives stars to the photo that is open. */
export class Rating {
  /** Given a moment ago, while the panel may be closed: shown on the photo. */
  fresh = $state<number | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ratings: Ratings;
  readonly #photo: OpenPhoto;

  /** @param photo its detail is replaced at once, and put back if the library refuses */
  constructor(ratings: Ratings, photo: OpenPhoto) {
    this.#ratings = ratings;
    this.#photo = photo;
  }

  readonly value = $derived.by(() => this.#photo.detail && ratingOf(this.#photo.detail));

  async give(stars: number): Promise<void> {
    const id = this.#photo.card?.id;
    if (id === undefined) return;
    await this.#photo.detailRead;
    const { detail } = this.#photo;
    if (detail?.id === id) await this.#rate(detail, given(ratingOf(detail), stars));
    else await this.#ratings.set([id], stars, 'in-sight'); // the person went on to the next photo meanwhile
  }

  /** @param rating undefined takes the person's own away: what the file says stands then */
  async set(rating: number | undefined): Promise<void> {
    const { card, detail } = this.#photo;
    if (detail && detail.id === card?.id) await this.#rate(detail, rating);
  }

  async #rate(before: PhotoDetail, rating: number | undefined): Promise<void> {
    const { ownRating: _, ...rest } = before;
    this.#photo.detail = { ...rest, ...(rating !== undefined && { ownRating: rating }) };
    this.#flash();
    if (await this.#ratings.set([before.id], rating, 'in-sight')) return;
    this.fresh = undefined;
    if (this.#photo.detail.id === before.id) this.#photo.detail = before;
  }

  #flash(): void {
    const { value } = this;
    this.fresh = value === undefined || value.is === 'none' ? 0 : Math.max(0, value.stars);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.fresh = undefined), shownMs);
  }
}
