import type { FilingResult, TrashedFile, TrashPlan } from '../../preload/contract/filing.ts';
import type { FolderPlace } from '../../preload/contract/folder.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

/** A call may be about so many photos. */
const mostAtOnce = 10_000;
const pageSize = 100;

/** Photos that go for the sake of others, with what is done to these: all of it is taken back as one. */
export interface Along {
  /** Said where it is asked. */
  readonly note: string;
  done(count: number): string;
  put(mayUseOwn: boolean): Promise<FilingResult>;
  /** Photos went or came back. */
  changed(): void;
}

/** Photos that are to go to the trash, and those that are in it. */
export class TrashState {
  /** Asked about before anything is touched. */
  photoIds = $state.raw<readonly PhotoId[] | undefined>();
  plan = $state.raw<TrashPlan | undefined>();
  /** What is said is about another choice than the one that stands. */
  isLooking = $state(false);
  isBusy = $state(false);
  /** Only copies in the folder that is open. */
  isOnlyHere = $state(false);
  here = $state.raw<FolderPlace | undefined>();
  along = $state.raw<Along | undefined>();
  /** There are stacks among them. */
  hasStacks = $state(false);

  files = $state.raw<readonly TrashedFile[]>([]);
  count = $state(0);
  isLoaded = $state(false);
  /** They are in the trash now. */
  onTrashed: (photoIds: readonly PhotoId[]) => void = () => {};

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  readonly #latest = createLatest();
  readonly #plans = createLatest();

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  async ask(
    photoIds: readonly PhotoId[],
    here: FolderPlace | undefined,
    { along, hasStacks = false }: { along?: Along; hasStacks?: boolean } = {},
  ): Promise<void> {
    if (photoIds.length === 0 || this.photoIds) return;
    this.photoIds = photoIds;
    this.here = here;
    this.along = along;
    this.hasStacks = hasStacks;
    this.isOnlyHere = false;
    await this.#look();
  }

  async choose(isOnlyHere: boolean): Promise<void> {
    this.isOnlyHere = isOnlyHere;
    await this.#look();
  }

  close(): void {
    this.#plans.forget();
    this.photoIds = undefined;
    this.plan = undefined;
  }

  async confirm(): Promise<void> {
    const { photoIds, plan, along } = this;
    if (!photoIds || !plan || this.isLooking || this.isBusy) return;
    await this.put(photoIds, plan, along);
    // Not what is asked about by now.
    if (this.photoIds === photoIds) this.close();
  }

  /** What the person said yes to: all of it is taken back as one. */
  async put(photoIds: readonly PhotoId[], plan: TrashPlan, along: Along | undefined): Promise<void> {
    this.isBusy = true;
    const mayUseOwn = plan.withoutTrash.length > 0;
    const results: FilingResult[] = [];
    try {
      if (along) results.push(await along.put(mayUseOwn));
      else
        for (const part of partsOf(photoIds))
          results.push(await this.#api.call('files.trash', { photoIds: [...part], ...this.#within(), mayUseOwn }));
    } catch (error) {
      this.#notices.fail(error);
    }
    this.isBusy = false;
    this.#tellProblems(results);
    const count = results.reduce((sum, { doneCount }) => sum + doneCount, 0);
    const filingIds = results.flatMap(({ filingId }) => filingId ?? []);
    if (count === 0) return;
    this.#undo.did(along?.done(count) ?? this.#language.t('trash.done', { count }), async () => {
      const back: FilingResult[] = [];
      for (const filingId of filingIds.toReversed()) back.push(await this.#api.call('files.undo', { filingId }));
      this.#tellProblems(back);
      along?.changed();
      await this.#reload();
    });
    this.onTrashed(photoIds);
    along?.changed();
    await this.#reload();
  }

  /** What their going to the trash would mean. Nothing is touched. */
  async planOf(photoIds: readonly PhotoId[]): Promise<TrashPlan> {
    const plans: TrashPlan[] = [];
    for (const part of partsOf(photoIds))
      plans.push(await this.#api.call('files.planTrash', { photoIds: [...part], ...this.#within() }));
    return plans.reduce(sumOf);
  }

  async load(): Promise<void> {
    await this.#read(0, Math.min(500, Math.max(pageSize, this.files.length)));
  }

  async more(): Promise<void> {
    if (this.isLoaded && this.files.length < this.count) await this.#read(this.files.length, pageSize);
  }

  async restore(files: readonly TrashedFile[]): Promise<void> {
    await this.#putBack(() => this.#api.call('trash.restore', { stepIds: files.map(({ stepId }) => stepId) }));
  }

  async #putBack(put: () => Promise<FilingResult>): Promise<void> {
    try {
      const result = await put();
      this.#tellProblems([result]);
      if (result.doneCount > 0) this.#notices.tell(this.#language.t('trash.restored', { count: result.doneCount }));
    } catch (error) {
      this.#notices.fail(error);
    }
    await this.load();
  }

  /** The first of several copies or shots that went at once: all of them can be taken back there. */
  isFirstOfMany({ stepId, filingId, keptName }: TrashedFile): boolean {
    if (keptName === undefined) return false;
    const [first, second] = this.files.filter((file) => file.filingId === filingId && file.state === 'there');
    return first?.stepId === stepId && second !== undefined;
  }

  /** All that went with it comes back, and takes with it what came to those that were kept. */
  async takeBack({ filingId }: TrashedFile): Promise<void> {
    await this.#putBack(() => this.#api.call('files.undo', { filingId }));
  }

  async #look(): Promise<void> {
    const { photoIds } = this;
    if (!photoIds) return;
    this.isLooking = true;
    try {
      const heard = await this.#plans.ask(() => this.planOf(photoIds));
      if (heard.is === 'overtaken') return;
      this.plan = heard.value;
      this.isLooking = false;
    } catch (error) {
      this.close();
      this.#notices.fail(error);
    }
  }

  #within(): { within?: FolderPlace } {
    return this.isOnlyHere && this.here ? { within: this.here } : {};
  }

  #tellProblems(results: readonly FilingResult[]): void {
    const problems = results.flatMap((result) => result.problems);
    const [first] = problems;
    if (first) this.#notices.report(first.problem);
    if (problems.length > 1) this.#notices.tell(this.#language.t('trash.problems', { count: problems.length - 1 }));
  }

  async #reload(): Promise<void> {
    if (this.isLoaded) await this.load();
  }

  async #read(offset: number, limit: number): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('trash.list', { offset, limit }));
      if (heard.is === 'overtaken') return;
      this.files = offset === 0 ? heard.value.files : [...this.files, ...heard.value.files];
      this.count = heard.value.count;
    } catch (error) {
      this.#notices.fail(error);
    }
    this.isLoaded = true;
  }
}

function partsOf(ids: readonly PhotoId[]): (readonly PhotoId[])[] {
  return Array.from({ length: Math.ceil(ids.length / mostAtOnce) }, (_, at) =>
    ids.slice(at * mostAtOnce, (at + 1) * mostAtOnce),
  );
}

function sumOf(a: TrashPlan, b: TrashPlan): TrashPlan {
  return {
    photoCount: a.photoCount + b.photoCount,
    fileCount: a.fileCount + b.fileCount,
    besideCount: a.besideCount + b.besideCount,
    totalBytes: a.totalBytes + b.totalBytes,
    elsewhereCount: a.elsewhereCount + b.elsewhereCount,
    offlineCount: a.offlineCount + b.offlineCount,
    withoutTrash: [...new Set([...a.withoutTrash, ...b.withoutTrash])],
  };
}
