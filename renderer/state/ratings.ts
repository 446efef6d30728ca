import type { PhotoId, Rated } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { Language } from './language.svelte.ts';
import type { Undo } from './undo.ts';

/** Gives photos the person's own rating, and takes it back. */
export class Ratings {
  /** What is shown of these has changed. */
  onRated: (photoIds: readonly PhotoId[]) => void = () => undefined;
  readonly #api: Api;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, language: Language, undo: Undo) {
    this.#undo = undo;
    this.#api = api;
    this.#language = language;
  }

  /** @param stars 0..5; 0 takes the person's own rating away */
  async rate(ids: readonly PhotoId[], stars: number): Promise<void> {
    await this.set(ids, stars === 0 ? undefined : stars, 'told');
  }

  /**
   * @param rating 0..5; undefined takes the person's own away: what the file says stands then
   * @param how `in-sight`: the stars are seen where they are given, and need no notice
   * @returns whether the library took it
   */
  async set(ids: readonly PhotoId[], rating: number | undefined, how: 'told' | 'in-sight'): Promise<boolean> {
    let isTaken = false;
    await this.#undo.doing(async () => {
      const changed: Rated = [];
      for (const chunk of chunksOf(ids)) changed.push(...(await this.#give(chunk, rating)));
      isTaken = true;
      if (changed.length === 0) return undefined;
      const { t } = this.#language;
      const count = changed.length;
      return {
        text: rating
          ? t('rate.done', { count, stars: t('chip.stars', { stars: rating }) })
          : t('rate.cleared', { count }),
        isInSight: how === 'in-sight',
        undo: () => this.#putBack(changed),
      };
    });
    return isTaken;
  }

  async #putBack(changed: Rated): Promise<void> {
    for (const rating of new Set(changed.map(({ before }) => before))) {
      const ids = changed.filter(({ before }) => before === rating).map(({ id }) => id);
      for (const chunk of chunksOf(ids)) await this.#give(chunk, rating);
    }
  }

  async #give(ids: PhotoId[], rating: number | undefined): Promise<Rated> {
    const changed = await this.#api.call('photos.rate', { ids, ...(rating !== undefined && { rating }) });
    this.onRated(ids);
    return changed;
  }
}
