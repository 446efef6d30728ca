import type { CopiesList, CopyGroup, KeeperRule } from '../../preload/contract/copies.ts';
import type { TrashPlan } from '../../preload/contract/filing.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import { type CopiesState, numberOf } from './copies.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { TrashState } from './trash.svelte.ts';

/** Copies or series are cleaned up at once: shown before, by which rule, and what that would mean. */
export class CleanUpCopies {
  isOpen = $state(false);
  rule = $state<KeeperRule>('proposed');
  list = $state.raw<CopiesList | undefined>();
  /** Groups that the person leaves as they are, by `numberOf`. */
  left = $state.raw<ReadonlySet<PhotoId>>(new Set());
  plan = $state.raw<TrashPlan | undefined>();

  readonly groups = $derived<readonly CopyGroup[]>(this.list?.groups ?? []);
  readonly wanted = $derived(this.groups.filter((group) => !this.left.has(numberOf(group))));

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #copies: CopiesState;
  readonly #trash: TrashState;
  readonly #lists = createLatest();
  readonly #plans = createLatest();

  constructor(api: Api, notices: Notices, copies: CopiesState, trash: TrashState) {
    this.#api = api;
    this.#notices = notices;
    this.#copies = copies;
    this.#trash = trash;
  }

  async open(): Promise<void> {
    this.isOpen = true;
    this.left = new Set();
    await this.choose('proposed');
  }

  close(): void {
    this.isOpen = false;
    this.list = undefined;
    this.plan = undefined;
  }

  async choose(rule: KeeperRule): Promise<void> {
    this.rule = rule;
    this.plan = undefined;
    const call = this.#copies.of === 'series' ? 'copies.series' : 'copies.list';
    await this.#ask(async () => {
      const heard = await this.#lists.ask(() => this.#api.call(call, { rule }));
      if (heard.is === 'overtaken' || !this.isOpen) return;
      this.list = heard.value;
      await this.#look();
    });
  }

  async take(group: CopyGroup, isTaken: boolean): Promise<void> {
    const left = new Set(this.left);
    if (isTaken) left.delete(numberOf(group));
    else left.add(numberOf(group));
    this.left = left;
    await this.#ask(() => this.#look());
  }

  /** As one thing, which is undone as one. */
  async confirm(): Promise<void> {
    const { plan } = this;
    const kept = this.#copies.keptOf(this.wanted);
    if (plan === undefined || kept.length === 0 || this.#trash.isBusy) return;
    await this.#trash.put(
      kept.flatMap(({ otherIds }) => otherIds),
      plan,
      this.#copies.alongOf(kept),
    );
    this.close();
  }

  async #look(): Promise<void> {
    this.plan = undefined;
    const photoIds = this.#copies.keptOf(this.wanted).flatMap(({ otherIds }) => otherIds);
    const heard = await this.#plans.ask(async () => (photoIds.length === 0 ? undefined : this.#trash.planOf(photoIds)));
    if (heard.is !== 'overtaken') this.plan = heard.value;
  }

  async #ask(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.close();
      this.#notices.fail(error);
    }
  }
}
