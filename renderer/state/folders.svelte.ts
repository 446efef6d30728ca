import type { Folder } from '../../preload/contract/folder.ts';
import type { Api } from '../api.ts';
import { lastName } from '../logic/paths.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** The folders that Lumisift watches. */
export class Folders {
  list = $state.raw<readonly Folder[]>([]);
  isChoosing = $state(false);
  /** Asked about before it is removed. */
  toRemove = $state.raw<Folder | undefined>();

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;

  constructor(api: Api, notices: Notices, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    api.on('folders', (folders) => this.take(folders));
  }

  take(folders: readonly Folder[]): void {
    this.list = folders;
  }

  /** Opens the system's dialog. */
  choose(): Promise<void> {
    return this.#add('folders.choose');
  }

  /** The photos that came with the app, for who wants to try it first. */
  addSamples(): Promise<void> {
    return this.#add('folders.addSamples');
  }

  async #add(call: 'folders.choose' | 'folders.addSamples'): Promise<void> {
    if (this.isChoosing) return;
    this.isChoosing = true;
    const known = new Set(this.list.map((folder) => folder.id));
    try {
      this.take(await this.#api.call(call, undefined));
      const count = this.list.filter((folder) => !known.has(folder.id)).length;
      if (count > 0) this.#notices.tell(this.#language.t('notice.folderAdded', { count }));
    } catch (error) {
      this.#notices.fail(error);
    } finally {
      this.isChoosing = false;
    }
  }

  async remove(folder: Folder): Promise<void> {
    this.toRemove = undefined;
    try {
      this.take(await this.#api.call('folders.remove', { id: folder.id }));
      this.#notices.tell(this.#language.t('settings.remove.done', { name: lastName(folder.path) }));
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async rescan(folder?: Folder): Promise<void> {
    try {
      await this.#api.call('folders.rescan', folder ? { id: folder.id } : {});
      this.#notices.tell(this.#language.t('settings.folders.rescanning'));
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
