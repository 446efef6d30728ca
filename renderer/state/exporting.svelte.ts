import type { ExportOptions, FilingProgress } from '../../preload/contract/filing.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

/** Photos that go out of the library, as files of their own. */
export class Exporting {
  photoIds = $state.raw<readonly PhotoId[] | undefined>();
  options = $state<ExportOptions>({
    ...{ format: 'original', longEdge: 2_048, quality: 85, metadata: 'keep', pattern: '{name}' },
  });
  isBusy = $state(false);
  progress = $state.raw<FilingProgress>({ is: 'idle', done: 0, total: 0 });

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;

  readonly #undo: Undo;

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#undo = undo;
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    api.on('files', (progress) => (this.progress = progress));
  }

  open(photoIds: readonly PhotoId[]): void {
    if (photoIds.length > 0) this.photoIds = photoIds;
  }

  close(): void {
    if (this.isBusy) void this.#try(() => this.#api.call('files.cancel', undefined));
    else this.photoIds = undefined;
  }

  /** Asks for a folder; where none is chosen the dialog stays. */
  async start(): Promise<void> {
    const { photoIds } = this;
    if (!photoIds || this.isBusy) return;
    this.isBusy = true;
    const { t } = this.#language;
    await this.#try(async () => {
      const result = await this.#api.call('files.export', { photoIds: [...photoIds], options: { ...this.options } });
      if (result === undefined) return;
      const { madeCount, sameCount, problems, exportId } = result;
      const [first] = problems;
      if (first) this.#notices.report(first.problem);
      if (problems.length > 1) this.#notices.tell(t('export.problems', { count: problems.length - 1 }));
      const same = sameCount > 0 ? [t('export.same', { count: sameCount })] : [];
      const text = [t('export.done', { count: madeCount }), ...same].join(' ');
      if (exportId === undefined) this.#notices.tell(text);
      else this.#undo.did(text, () => this.#takeBack(exportId));
      this.photoIds = undefined;
    });
    this.isBusy = false;
  }

  /** The system holds the files from now on: the page's own drag ends. */
  async dragOut(photoIds: readonly PhotoId[]): Promise<void> {
    if (photoIds.length > 0)
      await this.#try(() => this.#api.call('files.dragOut', { photoIds: photoIds.slice(0, 1_000) }));
  }

  /** What it made goes to the trash. */
  async #takeBack(exportId: number): Promise<void> {
    const { problems } = await this.#api.call('files.undoExport', { exportId });
    for (const { problem } of problems.slice(0, 3)) this.#notices.report(problem);
  }

  async share(photoIds: readonly PhotoId[]): Promise<void> {
    if (photoIds.length > 0) await this.#try(() => this.#api.call('files.share', { photoIds: photoIds.slice(0, 100) }));
  }

  async openWith(id: PhotoId): Promise<void> {
    await this.#try(() => this.#api.call('files.openWith', { id }));
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
