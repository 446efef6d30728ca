import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { Opened } from '../../preload/contract/opened.ts';
import { reportOf, type Api } from '../api.ts';
import { jpegDataUrl } from '../logic/data-url.ts';
import { lastName } from '../logic/paths.ts';
import type { Examples } from './examples.svelte.ts';
import type { Folders } from './folders.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What is offered: a folder to be added, or a picture from outside the library to be looked at. */
export type Offer = Extract<Opened, { id: number }>;

/** What the person opened with the app: one after the other. */
export class OpenedState {
  #offers = $state.raw<readonly Offer[]>([]);
  /** Address of the picture that is offered, once it is rendered. */
  picture = $state<string | undefined>();
  /** Why it can't be shown: it may be no picture at all. */
  trouble = $state.raw<FailureReport | undefined>();
  isBusy = $state(false);
  readonly current = $derived(this.#offers[0]);
  /** A photo of the library is shown in the viewer. */
  onPhoto: (photoId: number) => void = () => {};
  /** A folder of the library is shown. */
  onPlace: (at: FolderAt) => void = () => {};

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #folders: Folders;
  readonly #examples: Examples;
  readonly #language: Language;

  constructor(api: Api, notices: Notices, folders: Folders, examples: Examples, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#folders = folders;
    this.#examples = examples;
    this.#language = language;
    api.on('opened', () => void this.take());
  }

  async take(): Promise<void> {
    try {
      const taken = await this.#api.call('opened.take', undefined);
      const photo = taken.findLast((it) => it.is === 'photo');
      const place = taken.findLast((it) => it.is === 'place');
      if (photo) this.onPhoto(photo.photoId);
      else if (place) this.onPlace(place);
      const before = this.current;
      this.#offers = [...this.#offers, ...taken.filter((it) => 'id' in it)];
      if (this.current !== before) await this.#load();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  close(): void {
    this.#offers = this.#offers.slice(1);
    void this.#load();
  }

  /** The folder, or the one that the picture is in, becomes part of the library. */
  async addFolder(): Promise<void> {
    await this.#do(async ({ id }) => {
      this.#folders.take(await this.#api.call('opened.addFolder', { id }));
      this.#notices.tell(this.#language.t('notice.folderAdded', { count: 1 }));
    });
  }

  /** Photos of the library that look like the picture. */
  async findSimilar(): Promise<void> {
    await this.#do(async ({ id }) => this.#examples.takeAdded(await this.#api.call('opened.ask', { id })));
  }

  async #do(action: (offer: Offer) => Promise<void>): Promise<void> {
    const offer = this.current;
    if (!offer || this.isBusy) return;
    this.isBusy = true;
    try {
      await action(offer);
      this.close();
    } catch (error) {
      this.#notices.fail(error);
    } finally {
      this.isBusy = false;
    }
  }

  async #load(): Promise<void> {
    const offer = this.current;
    this.picture = undefined;
    this.trouble = undefined;
    if (offer?.is !== 'picture') return;
    try {
      const { jpeg } = await this.#api.call('opened.picture', { id: offer.id });
      if (this.current === offer) this.picture = jpegDataUrl(jpeg);
    } catch (error) {
      if (this.current === offer) this.trouble = reportOf(error);
    }
  }
}

/** Of a folder's path, what a button says. */
export function folderName(offer: Offer): string {
  return lastName(offer.is === 'folder' ? offer.path : offer.folder);
}
