import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type {
  PastWrite,
  PlannedFile,
  WriteField,
  WritePlan,
  WriteResult,
  WriteTarget,
  WritingProgress,
} from '../../preload/contract/writing.ts';
import { reportOf, type Api } from '../api.ts';
import { mostAtOnce } from '../logic/many-tags.ts';
import type { Notices } from './notices.svelte.ts';

const pageSize = 100;
/** In the order of the dialog. */
const everything: readonly WriteField[] = ['tags', 'rating', 'flag', 'caption', 'date', 'place', 'turn'];
const usual = everything.filter((field) => field !== 'turn');

type Stage =
  | { is: 'reading' }
  | { is: 'failed'; why: FailureReport }
  | { is: 'preview'; plan: WritePlan }
  | { is: 'writing' }
  | { is: 'written' | 'undone'; result: WriteResult };

/** Writing what the person said of photos into their files: preview, write, undo, and the writes of the past. */
export class Writing {
  /** The photos that the dialog is about; absent: it is closed. */
  photoIds = $state.raw<readonly PhotoId[] | undefined>();
  /** More were chosen than one write takes. */
  isLimited = $state(false);
  target = $state<WriteTarget>('sidecar');
  fields = $state.raw<readonly WriteField[]>(usual);
  /** A sidecar turns no picture. */
  readonly choices = $derived(this.target === 'sidecar' ? usual : everything);
  stage = $state.raw<Stage>({ is: 'reading' });
  /** Of the preview, as far as it was looked at. */
  files = $state.raw<readonly PlannedFile[]>([]);
  progress = $state.raw<WritingProgress>({ is: 'idle', done: 0, total: 0 });
  history = $state.raw<readonly PastWrite[]>([]);
  /** A write of the past is being put back. */
  isUndoing = $state(false);
  toDrop = $state.raw<PastWrite | undefined>();

  /** Files may say something else of photos now. */
  onWritten: () => void = () => {};

  readonly #api: Api;
  readonly #notices: Notices;
  /** Choices that changed while files were read: only the newest is shown. */
  #wish = 0;
  #reading: Promise<unknown> = Promise.resolve();
  #isReadingMore = false;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('writing', (progress) => (this.progress = progress));
  }

  open(photoIds: readonly PhotoId[]): void {
    if (photoIds.length === 0) return;
    this.photoIds = photoIds.slice(0, mostAtOnce);
    this.isLimited = photoIds.length > mostAtOnce;
    void this.read();
  }

  close(): void {
    if (this.stage.is === 'writing') return;
    if (this.stage.is === 'reading') this.stop();
    this.#wish += 1;
    this.photoIds = undefined;
    this.files = [];
  }

  choose(target: WriteTarget): void {
    this.target = target;
    void this.read();
  }

  toggle(field: WriteField): void {
    this.fields = everything.filter((one) => (one === field) !== this.fields.includes(one));
    void this.read();
  }

  /** Reads the files and says what would change; what is being read for an older choice ends. */
  async read(): Promise<void> {
    const wish = ++this.#wish;
    const isStale = () => wish !== this.#wish;
    const before = this.stage;
    this.stage = { is: 'reading' };
    this.files = [];
    if (before.is === 'reading') this.stop();
    await this.#reading;
    const { photoIds, target } = this;
    const fields = this.fields.filter((field) => this.choices.includes(field));
    if (isStale() || !photoIds) return;
    if (fields.length === 0) {
      this.stage = {
        is: 'preview',
        plan: { planId: 0, target, changedCount: 0, sameCount: 0, problemCount: 0, turnsKept: 0, backupBytes: 0 },
      };
      return;
    }
    const reading = this.#api.call('writing.plan', { photoIds: [...photoIds], target, fields: [...fields] });
    this.#reading = reading.catch(() => undefined);
    try {
      const plan = await reading;
      if (isStale()) return;
      const files = await this.#api.call('writing.planned', { planId: plan.planId, offset: 0, limit: pageSize });
      if (isStale()) return;
      this.files = files;
      this.stage = { is: 'preview', plan };
    } catch (error) {
      if (!isStale()) this.stage = { is: 'failed', why: reportOf(error) };
    }
  }

  /** The next page of the preview. */
  async more(): Promise<void> {
    const { stage, files } = this;
    if (stage.is !== 'preview' || this.#isReadingMore) return;
    if (files.length >= stage.plan.changedCount + stage.plan.problemCount) return;
    this.#isReadingMore = true;
    try {
      const { planId } = stage.plan;
      const next = await this.#api.call('writing.planned', { planId, offset: files.length, limit: pageSize });
      if (this.stage === stage) this.files = [...files, ...next];
    } catch (error) {
      this.#notices.fail(error);
    }
    this.#isReadingMore = false;
  }

  async write(): Promise<void> {
    const { stage } = this;
    if (stage.is !== 'preview' || stage.plan.changedCount === 0) return;
    this.stage = { is: 'writing' };
    await this.#finish('written', () => this.#api.call('writing.write', { planId: stage.plan.planId }));
  }

  /** Puts back what was written just now. */
  async undo(): Promise<void> {
    const { stage } = this;
    const id = stage.is === 'written' ? stage.result.writeId : undefined;
    if (id === undefined) return;
    this.stage = { is: 'writing' };
    await this.#finish('undone', () => this.#api.call('writing.undo', { id }));
  }

  /** Ends what is under way after the file it is at. */
  stop(): void {
    this.#api.call('writing.cancel', undefined).catch((error: unknown) => this.#notices.fail(error));
  }

  async loadHistory(): Promise<void> {
    try {
      this.history = await this.#api.call('writing.history', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** @returns what was done, or undefined where it failed (the person was told) */
  async undoPast(past: PastWrite): Promise<WriteResult | undefined> {
    this.isUndoing = true;
    try {
      return await this.#api.call('writing.undo', { id: past.id });
    } catch (error) {
      this.#notices.fail(error);
      return undefined;
    } finally {
      this.isUndoing = false;
      this.onWritten();
      await this.loadHistory();
    }
  }

  async drop(past: PastWrite): Promise<void> {
    this.toDrop = undefined;
    try {
      await this.#api.call('writing.drop', { id: past.id });
    } catch (error) {
      this.#notices.fail(error);
    }
    await this.loadHistory();
  }

  async #finish(is: 'written' | 'undone', work: () => Promise<WriteResult>): Promise<void> {
    try {
      this.stage = { is, result: await work() };
    } catch (error) {
      this.stage = { is: 'failed', why: reportOf(error) };
    }
    this.onWritten();
  }
}
