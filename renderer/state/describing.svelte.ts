import type { OwnChange } from '../../preload/contract/own-words.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import { reportOf, type Api } from '../api.ts';
import { mostAtOnce } from '../logic/many-tags.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

const fields = ['date', 'zone', 'place', 'caption'] as const;

/** The person's own date, time zone, place and caption, for one photo or many. */
export class Describing {
  photoIds = $state.raw<readonly PhotoId[] | undefined>();
  /** As typed; what is empty is not changed. */
  typed = $state({ date: '', hours: '', zone: '', place: '', caption: '' });
  /** Fields that are given back to what the files say. */
  cleared = $state.raw<readonly (typeof fields)[number][]>([]);
  trouble = $state.raw<FailureReport | undefined>();
  isBusy = $state(false);

  /** Photos were described, or are again as they were. */
  onDescribed: () => void = () => {};

  readonly changes: OwnChange[] = $derived.by(() => {
    const hours = Number(this.typed.hours.replace(',', '.'));
    return [
      ...this.cleared.map((field): OwnChange => ({ field })),
      ...fields
        .filter((field) => this.typed[field].trim() !== '' && !this.cleared.includes(field))
        .map((field): OwnChange => ({ field, to: this.typed[field] })),
      ...(hours ? [{ field: 'shift', minutes: Math.round(hours * 60) } as const] : []),
    ];
  });

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  open(photoIds: readonly PhotoId[]): void {
    if (photoIds.length === 0) return;
    this.photoIds = photoIds.slice(0, mostAtOnce);
    this.typed = { date: '', hours: '', zone: '', place: '', caption: '' };
    this.cleared = [];
    this.trouble = undefined;
  }

  close(): void {
    this.photoIds = undefined;
  }

  toggle(field: (typeof fields)[number]): void {
    this.cleared = this.cleared.includes(field)
      ? this.cleared.filter((one) => one !== field)
      : [...this.cleared, field];
  }

  async save(): Promise<void> {
    const { photoIds, changes } = this;
    if (!photoIds || changes.length === 0 || this.isBusy) return;
    this.isBusy = true;
    try {
      const { before, skippedCount } = await this.#api.call('photos.describe', {
        ids: [...photoIds],
        changes: $state.snapshot(changes),
      });
      // Who closed it and describes other photos by now goes on with those.
      if (this.photoIds === photoIds) this.close();
      this.onDescribed();
      const { t } = this.#language;
      const done = t('describe.done', { count: before.length });
      this.#undo.did(
        skippedCount === 0 ? done : `${done} ${t('describe.skipped', { count: skippedCount })}`,
        async () => {
          await this.#api.call('photos.putBack', { words: before });
          this.onDescribed();
        },
      );
    } catch (error) {
      if (this.photoIds === photoIds) this.trouble = reportOf(error);
      else this.#notices.fail(error);
    } finally {
      this.isBusy = false;
    }
  }
}
