import type { SavedSearch } from '../../preload/contract/search.ts';
import type { Api } from '../api.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Search } from './search.svelte.ts';
import type { Undo } from './undo.ts';

/** The searches of the past, and those that were given a name. */
export class Searches {
  recent = $state.raw<readonly SavedSearch[]>([]);
  saved = $state.raw<readonly SavedSearch[]>([]);

  readonly #api: Api;
  readonly #search: Search;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;

  /** A picture from outside the library is kept only until the app is closed: a search with it can't be. */
  readonly canSave = $derived.by(
    () =>
      this.#search.fullText !== '' &&
      this.#search.albumId === undefined &&
      this.#search.folder === undefined &&
      this.#search.examples.every((example) => example.is === 'photo'),
  );
  readonly current = $derived.by(() => this.saved.find((one) => one.text === this.#search.fullText));

  constructor(api: Api, search: Search, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#search = search;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  async load(): Promise<void> {
    try {
      const { recent, saved } = await this.#api.call('searches.list', undefined);
      this.recent = recent;
      this.saved = saved;
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** The person looked at what was found: worth offering again. */
  async remember(): Promise<void> {
    if (!this.canSave || this.#search.examples.length > 0) return;
    await this.#change(() => this.#api.call('searches.remember', this.#asked()));
  }

  async save(name: string): Promise<void> {
    if (!this.canSave || name.trim() === '') return;
    const done = await this.#change(() =>
      this.#api.call('searches.save', { ...this.#asked(), name: name.trim().slice(0, 200) }),
    );
    if (done) this.#notices.tell(this.#language.t('search.save.done', { name: name.trim() }));
  }

  async remove(search: SavedSearch): Promise<void> {
    const name = search.name ?? search.text;
    const { text, keptAsWords } = search;
    await this.#undo.doing(async () => {
      await this.#api.call('searches.remove', { id: search.id });
      await this.load();
      const undo = async () => {
        await this.#api.call('searches.save', { text, keptAsWords, name });
        await this.load();
      };
      return { text: this.#language.t('search.saved.removed', { name }), undo };
    });
  }

  #asked() {
    return { text: this.#search.fullText, keptAsWords: [...this.#search.keptAsWords] };
  }

  async #change(make: () => Promise<unknown>): Promise<boolean> {
    try {
      await make();
    } catch (error) {
      this.#notices.fail(error);
      return false;
    }
    await this.load();
    return true;
  }
}
