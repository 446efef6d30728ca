import type { FailedFile, FailureKind, FailureReport } from '../../preload/contract/failure.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

const pageSize = 100;

/** Which of them are listed. */
export type Shown = 'counted' | 'ignored';

/** The files that could not be read, and why. */
export class Failures {
  files = $state.raw<readonly FailedFile[]>([]);
  /** Of those that are listed. */
  count = $state(0);
  ignoredCount = $state(0);
  shown = $state<Shown>('counted');
  trouble = $state.raw<FailureReport | undefined>();
  isLoaded = $state(false);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  readonly #latest = createLatest();
  #countByKind = $state.raw<ReadonlyMap<FailureKind, number>>(new Map());

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  /** Reads the list anew, as far as it was read before. */
  async load(): Promise<void> {
    await this.#read(0, Math.min(500, Math.max(pageSize, this.files.length)));
  }

  async more(): Promise<void> {
    if (this.isLoaded && this.files.length < this.count) await this.#read(this.files.length, pageSize);
  }

  async retry(fileIds?: number[]): Promise<void> {
    try {
      const count = await this.#api.call('failures.retry', fileIds ? { fileIds } : {});
      this.#notices.tell(this.#language.t('failures.retried', { count }));
      await this.load();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  show(shown: Shown): void {
    if (this.shown === shown) return;
    this.shown = shown;
    this.files = [];
    void this.load();
  }

  /** How many of this kind are not ignored, this one among them. */
  alike({ kind }: Pick<FailedFile, 'kind'>): number {
    return this.#countByKind.get(kind) ?? 0;
  }

  /** They are left out of the list and its count until they change: the named ones, or all of a kind. */
  async ignore(which: { fileIds: number[] } | { kind: FailureKind }): Promise<void> {
    await this.#undo.doing(async () => {
      const fileIds = await this.#api.call('failures.ignore', which);
      await this.load();
      const undo = async () => {
        await this.#api.call('failures.unignore', { fileIds });
        await this.load();
      };
      return { text: this.#language.t('failures.ignored', { count: fileIds.length }), undo };
    });
  }

  /** They are listed and counted again: the named ones, or all. */
  async unignore(fileIds?: number[]): Promise<void> {
    try {
      await this.#api.call('failures.unignore', fileIds ? { fileIds } : {});
      await this.load();
      if (this.ignoredCount === 0) this.show('counted');
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async export(format: 'csv' | 'txt'): Promise<void> {
    try {
      const file = await this.#api.call('failures.export', { format });
      if (file !== undefined) this.#notices.tell(this.#language.t('vocabulary.exported', { file }));
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async showFile(fileId: number): Promise<void> {
    try {
      await this.#api.call('failures.showInFileManager', { fileId });
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async #read(offset: number, limit: number): Promise<void> {
    try {
      const isIgnored = this.shown === 'ignored';
      const heard = await this.#latest.ask(() => this.#api.call('failures.list', { offset, limit, isIgnored }));
      if (heard.is === 'overtaken') return;
      this.files = offset === 0 ? heard.value.files : [...this.files, ...heard.value.files];
      this.count = heard.value.count;
      this.ignoredCount = heard.value.ignoredCount;
      this.#countByKind = new Map(heard.value.kinds.map(({ kind, count }) => [kind, count]));
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
    this.isLoaded = true;
  }
}
