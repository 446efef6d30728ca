import type { PhotoCard, PhotoId, Turning } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { Api } from '../api.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

const back = { right: 'left', left: 'right', flip: 'flip' } as const satisfies Record<Turning, Turning>;

/** Turns, mirrors and crops photos in the library, and back again. */
export class Turns {
  /** These are shown otherwise now. */
  onTurned: (photoIds: readonly PhotoId[]) => Promise<void> = () => Promise.resolve();
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  async turn(photoIds: readonly PhotoId[], by: Turning): Promise<void> {
    await this.#undo.doing(async () => {
      const turned = await this.#turn(photoIds, by);
      const { t } = this.#language;
      const skipped = photoIds.length - turned.length;
      if (skipped > 0) this.#notices.tell(t('turn.skipped', { count: skipped }));
      if (turned.length === 0) return undefined;
      return {
        text: t(by === 'flip' ? 'turn.flipped' : 'turn.turned', { count: turned.length }),
        // One is seen to turn; that no file does is said of many, where it may be what was wanted.
        isInSight: turned.length === 1,
        undo: async () => void (await this.#turn(turned, back[by])),
      };
    });
  }

  /** @param crop what is left of it; undefined: all */
  async crop({ id, crop: before }: Pick<PhotoCard, 'id' | 'crop'>, crop: Region | undefined): Promise<void> {
    await this.#undo.doing(async () => {
      await this.#crop(id, crop);
      const text = this.#language.t(crop ? 'crop.done' : 'crop.undone');
      return { text, isInSight: true, undo: () => this.#crop(id, before) };
    });
  }

  async #crop(id: PhotoId, crop: Region | undefined): Promise<void> {
    await this.#api.call('photos.crop', { id, ...(crop && { crop }) });
    await this.onTurned([id]);
  }

  async #turn(photoIds: readonly PhotoId[], by: Turning): Promise<PhotoId[]> {
    const turned: PhotoId[] = [];
    for (const ids of chunksOf(photoIds, 1_000)) turned.push(...(await this.#api.call('photos.turn', { ids, by })));
    await this.onTurned(turned);
    return turned;
  }
}
