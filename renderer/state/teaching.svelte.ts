import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { mostAtOnce } from '../logic/many-tags.ts';
import type { Notices } from './notices.svelte.ts';
import type { Tagging } from './tagging.ts';

/** With fewer examples it learns less, with more it hardly learns more: see docs/tags.md. */
export const recommended = { least: 5, most: 20 } as const;
/** Examples that are shown as pictures. */
const mostShown = 20;

/** Teaches a tag from photos that show it. */
export class Teaching {
  photoIds = $state.raw<readonly PhotoId[] | undefined>();
  /** The first of them, to be looked at. */
  cards = $state.raw<readonly Pick<PhotoCard, 'id' | 'version' | 'name'>[]>([]);
  name = $state('');
  isBusy = $state(false);

  readonly advice = $derived.by(() => {
    const count = this.photoIds?.length ?? 0;
    if (count < recommended.least) return 'few';
    return count > recommended.most ? 'many' : 'enough';
  });

  /** The concept was made: what it learned can be looked at. */
  onTaught: (conceptId: string) => void = () => {};

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #tagging: Tagging;

  constructor(api: Api, notices: Notices, tagging: Tagging) {
    this.#api = api;
    this.#notices = notices;
    this.#tagging = tagging;
  }

  open(photoIds: readonly PhotoId[]): void {
    if (photoIds.length === 0) return;
    this.photoIds = photoIds.slice(0, mostAtOnce);
    this.name = '';
    this.cards = [];
    void this.#readCards();
  }

  close(): void {
    this.photoIds = undefined;
  }

  async teach(): Promise<void> {
    const { photoIds } = this;
    const name = this.name.trim();
    if (!photoIds || name === '' || this.isBusy) return;
    this.isBusy = true;
    const conceptId = await this.#tagging.teach(photoIds, name);
    this.isBusy = false;
    // Who closed it meanwhile is somewhere else.
    if (conceptId === undefined || this.photoIds !== photoIds) return;
    this.close();
    this.onTaught(conceptId);
  }

  async #readCards(): Promise<void> {
    const { photoIds = [] } = this;
    try {
      const cards = await Promise.all(photoIds.slice(0, mostShown).map((id) => this.#api.call('photos.get', { id })));
      if (photoIds === this.photoIds) this.cards = cards;
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
