import type { CallOutput } from '../../preload/contract/api.ts';
import type { Backup, Backups, PreciousPreview } from '../../preload/contract/backup.ts';
import type { Api } from '../api.ts';
import { holdsInWords } from '../logic/holds.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Copies of the library, and everything precious as a file. */
export class BackupsState {
  value = $state.raw<Backups | undefined>();
  /** Asked about before it takes the library's place. */
  toRestore = $state.raw<Backup | undefined>();
  preview = $state.raw<PreciousPreview | undefined>();
  isBusy = $state(false);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;

  constructor(api: Api, notices: Notices, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    api.on('backups.changed', () => {
      if (this.value) void this.load();
    });
  }

  async load(): Promise<void> {
    const value = await this.#try(() => this.#api.call('backups.list', undefined));
    if (value) this.value = value;
  }

  async make(): Promise<void> {
    const value = await this.#busy(() => this.#api.call('backups.make', undefined));
    if (!value) return;
    this.value = value;
    this.#notices.tell(this.#language.t('settings.library.made'));
  }

  /** The window is read anew when it is done. */
  async restore({ name }: Backup): Promise<void> {
    this.toRestore = undefined;
    await this.#busy(() => this.#api.call('backups.restore', { name }));
  }

  async export(): Promise<void> {
    const done = await this.#busy(() => this.#api.call('precious.export', undefined));
    if (done) this.#notices.tell(this.#language.t('settings.library.exported', { name: done.fileName }));
  }

  async chooseImport(): Promise<void> {
    this.preview = (await this.#busy(() => this.#api.call('precious.chooseImport', undefined))) ?? undefined;
  }

  async applyImport(): Promise<void> {
    const { preview } = this;
    if (!preview) return;
    this.preview = undefined;
    const added: CallOutput<'precious.applyImport'> | undefined = await this.#busy(() =>
      this.#api.call('precious.applyImport', { importId: preview.importId }),
    );
    if (!added) return;
    const { t } = this.#language;
    const concepts = preview.conceptsAdded + preview.conceptsChanged;
    const what = holdsInWords({ ...added, concepts }, this.#language);
    this.#notices.tell(what === '' ? t('settings.library.imported.none') : t('settings.library.imported', { what }));
  }

  async #busy<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.isBusy) return undefined;
    this.isBusy = true;
    try {
      return await this.#try(work);
    } finally {
      this.isBusy = false;
    }
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#notices.fail(error);
      return undefined;
    }
  }
}
