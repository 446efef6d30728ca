import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Tones } from '../../preload/contract/picture-calls.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';

/** It costs a picture's decoding: it is not begun for a photo that is only passed by. */
const restMs = 160;

/** How light and how coloured the open photo is. */
export class TonesState {
  value = $state.raw<Tones | undefined>();
  #photoId: PhotoId | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #api: Api;
  readonly #latest = createLatest();

  constructor(api: Api) {
    this.#api = api;
  }

  show(photoId: PhotoId): void {
    if (photoId === this.#photoId) return;
    this.hide();
    this.#photoId = photoId;
    this.#timer = setTimeout(() => void this.#read(photoId), restMs);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#latest.forget();
    this.#photoId = undefined;
    this.value = undefined;
  }

  async #read(id: PhotoId): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('photos.tones', { id }));
      if (heard.is === 'newest') this.value = heard.value;
    } catch {
      // What can't be decoded is said where the picture would be.
      this.value = undefined;
    }
  }
}
