import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

/** Beyond this what was there before is not read, and the rating is not offered to be undone. */
const mostUndone = 200;

/** Gives photos the person's own rating, and takes it back. */
export class Ratings {
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#undo = undo;
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
  }

  /** @param stars 0..5; 0 takes the rating away */
  async rate(ids: readonly PhotoId[], stars: number): Promise<void> {
    if (ids.length === 0) return;
    const { t } = this.#language;
    const count = ids.length;
    try {
      const before = count > mostUndone ? undefined : await this.#ownRatings(ids);
      for (const chunk of chunksOf(ids))
        await this.#api.call('photos.rate', { ids: chunk, ...(stars > 0 && { rating: stars }) });
      const text =
        stars === 0 ? t('rate.cleared', { count }) : t('rate.done', { count, stars: t('chip.stars', { stars }) });
      if (before) this.#undo.did(text, () => this.#putBack(before));
      else this.#notices.tell(text);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Own rating -> photos that have it. */
  async #ownRatings(ids: readonly PhotoId[]): Promise<Map<number | undefined, PhotoId[]>> {
    const before = new Map<number | undefined, PhotoId[]>();
    for (const { id, ownRating } of await Promise.all(ids.map((one) => this.#api.call('photos.get', { id: one }))))
      before.set(ownRating, [...(before.get(ownRating) ?? []), id]);
    return before;
  }

  async #putBack(before: ReadonlyMap<number | undefined, PhotoId[]>): Promise<void> {
    for (const [rating, ids] of before)
      await this.#api.call('photos.rate', { ids, ...(rating !== undefined && { rating }) });
  }
}
