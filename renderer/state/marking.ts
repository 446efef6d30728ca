import type { Flag, Flagged, FlagWord, Mark, PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { Language } from './language.svelte.ts';
import type { Undo } from './undo.ts';

/** Makes photos favourites or hides them, said again neither; picks and rejects them; and takes that back. */
export class Marking {
  /** These are shown otherwise now, or no more. */
  onMarked: (photoIds: readonly PhotoId[], mark: Mark | 'flag') => void = () => undefined;
  readonly #api: Api;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, language: Language, undo: Undo) {
    this.#api = api;
    this.#language = language;
    this.#undo = undo;
  }

  /** Off where all of them are marked so, else on. */
  async toggle(photoIds: readonly PhotoId[], mark: Mark): Promise<void> {
    await this.#undo.doing(async () => {
      let isOn: boolean | undefined;
      const changed: PhotoId[] = [];
      for (const ids of chunksOf(photoIds)) {
        const done = await this.#api.call('photos.mark', { ids, mark, ...(isOn !== undefined && { isOn }) });
        isOn = done.isOn;
        changed.push(...done.photoIds);
      }
      if (isOn === undefined || changed.length === 0) return undefined;
      const was = !isOn;
      this.onMarked(changed, mark);
      return {
        text: this.#language.t(`mark.${mark}.${isOn ? 'on' : 'off'}`, { count: changed.length }),
        // The heart on it is seen; what is hidden is not.
        isInSight: mark === 'favourite' && changed.length === 1,
        undo: () => this.#set(changed, mark, was),
      };
    });
  }

  /** @param flag undefined: neither any more, whatever the file says */
  async flag(photoIds: readonly PhotoId[], flag: Flag | undefined): Promise<void> {
    await this.#undo.doing(async () => {
      const changed: Flagged = [];
      for (const ids of chunksOf(photoIds)) changed.push(...(await this.#flag(ids, flag ?? 'neither')));
      if (changed.length === 0) return undefined;
      return {
        text: this.#language.t(`flag.${flag ?? 'none'}`, { count: changed.length }),
        // The flag on it is seen.
        isInSight: changed.length === 1,
        undo: async () => {
          for (const before of ['picked', 'rejected', 'neither', undefined] as const) {
            const ids = changed.filter((one) => one.before === before).map(({ id }) => id);
            for (const chunk of chunksOf(ids)) await this.#flag(chunk, before);
          }
        },
      };
    });
  }

  async #flag(ids: readonly PhotoId[], flag: FlagWord | undefined): Promise<Flagged> {
    const changed = await this.#api.call('photos.flag', { ids: [...ids], ...(flag && { flag }) });
    this.onMarked(ids, 'flag');
    return changed;
  }

  async #set(photoIds: readonly PhotoId[], mark: Mark, isOn: boolean): Promise<void> {
    for (const ids of chunksOf(photoIds)) await this.#api.call('photos.mark', { ids, mark, isOn });
    this.onMarked(photoIds, mark);
  }
}
