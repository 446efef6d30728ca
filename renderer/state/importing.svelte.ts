import type { FilingProgress, ImportPreview, ImportSource } from '../../preload/contract/filing.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { Moving } from './moving.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Folders by date, as people keep them; the person may write another pattern. */
export const importPatterns = {
  day: '{year}/{year}-{month}-{day}/{name}',
  month: '{year}/{month}/{name}',
  year: '{year}/{name}',
  flat: '{name}',
} as const;
export type ImportPattern = keyof typeof importPatterns | 'own';

/** As long as a person types. */
const restMs = 200;

/** What is new on a card, a phone or in a folder, copied into a folder of the library. */
export class Importing {
  source = $state.raw<ImportSource | undefined>();
  into = $state.raw<(FolderAt & { readonly name: string }) | undefined>();
  pattern = $state<string>(importPatterns.day);
  /** What the first new files would be called, and how far it was looked; none before the first answer. */
  preview = $state.raw<ImportPreview | undefined>();
  /** The person writes folders and names, whatever stands there. */
  #isOwn = $state(false);
  isChoosing = $state(false);
  isBusy = $state(false);
  progress = $state.raw<FilingProgress>({ is: 'idle', done: 0, total: 0 });

  readonly kind: ImportPattern = $derived.by(() => {
    if (this.#isOwn) return 'own';
    const known = Object.entries(importPatterns).find(([, pattern]) => pattern === this.pattern);
    // One of its keys, for that is where it was found.
    return (known?.[0] as ImportPattern | undefined) ?? 'own';
  });
  /** How far it is, 0..1, in bytes where they are known. */
  readonly share = $derived.by(() => {
    const { done, total, doneBytes, totalBytes } = this.progress;
    if (doneBytes !== undefined && totalBytes !== undefined && totalBytes > 0) return doneBytes / totalBytes;
    return total > 0 ? done / total : 0;
  });

  /** Everything that is there was seen, and is in the library. */
  readonly isAllKnown = $derived(this.preview?.newCount === 0 && this.preview.lookedCount === this.source?.count);

  readonly #api: Api;
  readonly #moving: Pick<Moving, 'did'>;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #latest = createLatest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, moving: Pick<Moving, 'did'>, notices: Notices, language: Language) {
    this.#api = api;
    this.#moving = moving;
    this.#notices = notices;
    this.#language = language;
    api.on('files', (progress) => (this.progress = progress));
  }

  /** Asks what is to be imported from. */
  async choose(into: FolderAt & { readonly name: string }): Promise<void> {
    if (this.isChoosing || this.source) return;
    this.isChoosing = true;
    await this.#try(async () => {
      const source = await this.#api.call('files.chooseImport', undefined);
      if (source === undefined) return;
      this.into = into;
      this.source = source;
      void this.#preview();
    });
    this.isChoosing = false;
  }

  setKind(kind: ImportPattern): void {
    this.#isOwn = kind === 'own';
    if (kind !== 'own') this.setPattern(importPatterns[kind]);
  }

  setPattern(pattern: string): void {
    this.pattern = pattern;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#preview(), restMs);
  }

  /** Ends what is under way after the file it is at: what came in stays, and can be taken back. */
  close(): void {
    if (this.isBusy) return void this.#try(() => this.#api.call('files.cancel', undefined));
    this.source = undefined;
    this.preview = undefined;
    this.#latest.forget();
  }

  async start(): Promise<void> {
    const { source, into, pattern } = this;
    if (!source || !into || this.isBusy || pattern.trim() === '') return;
    this.isBusy = true;
    await this.#try(async () => {
      const { folderId, dir } = into;
      const result = await this.#api.call('files.import', { folderId, dir, importId: source.importId, pattern });
      const { t } = this.#language;
      const { doneCount: count, knownCount, isCancelled } = result;
      const text = [
        ...(isCancelled ? [t('import.cancelled')] : []),
        t('import.done', { count }),
        ...(knownCount > 0 ? [t('import.known', { count: knownCount })] : []),
      ].join(' ');
      if (count === 0) this.#notices.tell(text);
      this.#moving.did([result], text, count);
    });
    this.isBusy = false;
    this.close();
  }

  /** Looks on until all of it was seen, the person writes another pattern, or it begins. */
  async #preview(): Promise<void> {
    const { source, pattern } = this;
    if (!source || pattern.trim() === '') return;
    const { importId, count } = source;
    await this.#try(async () => {
      for (;;) {
        const heard = await this.#latest.ask(() => this.#api.call('files.previewImport', { importId, pattern }));
        if (heard.is === 'overtaken') return;
        this.preview = heard.value;
        if (heard.value.lookedCount >= count || this.isBusy) return;
      }
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
