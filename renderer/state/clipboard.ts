import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** So many at once. */
const mostFiles = 1_000;
const mostPrinted = 50;

/** What the person takes along to other programs, by the system's clipboard, and to paper. */
export class Clipboard {
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;

  constructor(api: Api, notices: Notices, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
  }

  async copyText(text: string): Promise<void> {
    await this.#try(async () => {
      await this.#api.call('clipboard.copyText', { text });
      this.#notices.tell(this.#language.t('clipboard.text'));
    });
  }

  /** The picture itself. */
  async copyPicture(id: PhotoId): Promise<void> {
    await this.#try(async () => {
      await this.#api.call('clipboard.copyPicture', { id });
      this.#notices.tell(this.#language.t('clipboard.picture'));
    });
  }

  /** Files that a file manager pastes, and their paths. */
  async copyFiles(photoIds: readonly PhotoId[]): Promise<void> {
    if (photoIds.length === 0) return;
    const { t } = this.#language;
    // A part of them would be taken for all.
    if (photoIds.length > mostFiles) return void this.#notices.tell(t('clipboard.tooMany', { count: mostFiles }));
    await this.#try(async () => {
      const count = await this.#api.call('clipboard.copyFiles', { photoIds: [...photoIds] });
      this.#notices.tell(t('clipboard.files', { count }));
      const away = photoIds.length - count;
      if (away > 0) this.#notices.tell(t('clipboard.away', { count: away }));
    });
  }

  async print(photoIds: readonly PhotoId[]): Promise<void> {
    if (photoIds.length === 0) return;
    const { t } = this.#language;
    if (photoIds.length > mostPrinted) return void this.#notices.tell(t('print.tooMany', { count: mostPrinted }));
    await this.#try(() => this.#api.call('files.print', { photoIds: [...photoIds] }));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
