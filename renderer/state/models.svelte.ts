import type { ModelChoice } from '../../preload/contract/model.ts';
import type { Api } from '../api.ts';
import type { EngineState } from './engine.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Which models there are, and getting another one. */
export class ModelsState {
  list = $state.raw<readonly ModelChoice[]>([]);
  toRemove = $state.raw<ModelChoice | undefined>();
  /** A folder is being tried and copied. */
  isTaking = $state(false);

  /** Those in use and on the disk first, then as the list has them: the recommended one before larger ones. */
  readonly inOrder = $derived(this.list.toSorted((a, b) => rank(a) - rank(b)));

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #engine: EngineState;

  constructor(api: Api, notices: Notices, language: Language, engine: EngineState) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#engine = engine;
    api.on('models', (list) => (this.list = list));
  }

  load(): Promise<void> {
    return this.#try(async () => (this.list = await this.#api.call('models.list', undefined)));
  }

  use({ id }: Pick<ModelChoice, 'id'>): Promise<void> {
    return this.#engine.switchTo(id);
  }

  download({ id }: Pick<ModelChoice, 'id'>): Promise<void> {
    return this.#try(async () => (this.list = await this.#api.call('models.download', { id })));
  }

  cancel({ id }: Pick<ModelChoice, 'id'>): Promise<void> {
    return this.#try(async () => (this.list = await this.#api.call('models.cancel', { id })));
  }

  remove({ id }: Pick<ModelChoice, 'id'>): Promise<void> {
    this.toRemove = undefined;
    return this.#try(async () => (this.list = await this.#api.call('models.remove', { id })));
  }

  importFolder(): Promise<void> {
    return this.#take('models.importFolder');
  }

  addOwn(): Promise<void> {
    return this.#take('models.addOwn');
  }

  /** @returns whether the address was taken */
  async setMirror(address: string): Promise<boolean> {
    let isTaken = false;
    await this.#try(async () => {
      await this.#api.call('models.setMirror', { address });
      isTaken = true;
    });
    return isTaken;
  }

  async #take(name: 'models.importFolder' | 'models.addOwn'): Promise<void> {
    this.isTaking = true;
    await this.#try(async () => {
      const { id, models } = await this.#api.call(name, undefined);
      this.list = models;
      const taken = models.find((it) => it.id === id);
      if (taken) this.#notices.tell(this.#language.t('models.taken', { name: taken.name }));
    });
    this.isTaking = false;
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}

function rank({ isInUse, files, isRecommended }: ModelChoice): number {
  if (isInUse) return 0;
  if (files.is === 'ready' || files.is === 'broken') return 1;
  if (files.is === 'downloading') return 2;
  return isRecommended ? 3 : 4;
}
