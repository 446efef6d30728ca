import type { FailedFile, FailureReport } from '../../preload/contract/failure.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

const pageSize = 100;

/** The files that could not be read, and why. */
export class Failures {
  files = $state.raw<readonly FailedFile[]>([]);
  count = $state(0);
  trouble = $state.raw<FailureReport | undefined>();
  isLoaded = $state(false);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #latest = createLatest();

  constructor(api: Api, notices: Notices, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
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

  async show(fileId: number): Promise<void> {
    try {
      await this.#api.call('failures.showInFileManager', { fileId });
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async #read(offset: number, limit: number): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('failures.list', { offset, limit }));
      if (heard.is === 'overtaken') return;
      this.files = offset === 0 ? heard.value.files : [...this.files, ...heard.value.files];
      this.count = heard.value.count;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
    this.isLoaded = true;
  }
}
