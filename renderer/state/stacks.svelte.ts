import type { StackWord } from '../../preload/contract/stack-calls.ts';
import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Search } from './search.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';
import type { Undo } from './undo.ts';

/** More photos than this are no stack that anybody means. */
const mostJoined = 1_000;

/** What belongs together: opened and folded in the grid, put together and taken apart by hand. */
export class Stacks {
  readonly #api: Api;
  readonly #search: Search;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  /** What belongs together is another than it was. */
  onChanged: () => void = () => {};

  constructor(api: Api, search: Search, settings: SettingsState, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#search = search;
    let { foldsStacks } = settings.value;
    api.on('settings', (value) => {
      if (value.foldsStacks === foldsStacks) return;
      foldsStacks = value.foldsStacks;
      void search.ask('refresh');
    });
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  /** Shows every photo of a stack in the grid, or folds them under one card again. */
  async toggle({ id, stack }: Pick<PhotoCard, 'id' | 'stack'>): Promise<void> {
    if (stack === undefined) return;
    try {
      const whole = new Set(stack.isOpen === true ? await this.#wholeOf([id]) : []);
      const { unfolded } = this.#search;
      this.#search.unfolded = stack.isOpen === true ? unfolded.filter((one) => !whole.has(one)) : [...unfolded, id];
      await this.#search.ask('refresh');
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async join(photoIds: readonly PhotoId[]): Promise<void> {
    const { t } = this.#language;
    if (photoIds.length < 2 || photoIds.length > mostJoined)
      return void this.#notices.tell(t('stack.join.how', { count: mostJoined }));
    await this.#say(t('stack.joined', { count: photoIds.length }), () =>
      this.#api.call('stacks.join', { photoIds: [...photoIds] }),
    );
  }

  async part(photoIds: readonly PhotoId[]): Promise<void> {
    const whole = await this.#wholeOf(photoIds).catch(() => photoIds);
    await this.#say(this.#language.t('stack.parted', { count: whole.length }), () =>
      this.#api.call('stacks.part', { photoIds: [...photoIds] }),
    );
  }

  async setBest(photo: Pick<PhotoCard, 'id' | 'name'>): Promise<void> {
    await this.#say(this.#language.t('stack.best.done', { name: photo.name }), () =>
      this.#api.call('stacks.setBest', { photoId: photo.id }),
    );
  }

  async #wholeOf(photoIds: readonly PhotoId[]): Promise<PhotoId[]> {
    return this.#api.call('stacks.whole', { photoIds: [...photoIds] });
  }

  async #say(text: string, say: () => Promise<StackWord[]>): Promise<void> {
    await this.#undo.doing(async () => {
      const words = await say();
      await this.#changed();
      const undo = async () => {
        await this.#api.call('stacks.putBack', { words });
        await this.#changed();
      };
      return { text, undo };
    });
  }

  async #changed(): Promise<void> {
    this.onChanged();
    await this.#search.ask('refresh');
  }
}
