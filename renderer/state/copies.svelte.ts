import type { CopiesList, Copy, CopyGroup } from '../../preload/contract/copies.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Stacks } from './stacks.svelte.ts';
import type { Along, TrashState } from './trash.svelte.ts';
import type { Undo } from './undo.ts';

/** One that stays, and those that go. */
interface Kept {
  readonly keepId: PhotoId;
  readonly otherIds: PhotoId[];
}

/** The same by whatever rule its copies stand in order. */
export function numberOf({ copies }: CopyGroup): PhotoId {
  return Math.min(...copies.map(({ photoId }) => photoId));
}

/** The page of photos that show the same picture: which one is kept of each. */
export class CopiesState {
  /** Copies of one picture, or shots of one motif. */
  of = $state<'copies' | 'series'>('copies');
  list = $state.raw<CopiesList | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  /** The group that the keyboard is at. */
  at = $state(0);
  /** What the person keeps instead of what is proposed, by the group's number (`numberOf`). */
  chosen = $state.raw<ReadonlyMap<PhotoId, PhotoId>>(new Map());

  readonly groups = $derived<readonly CopyGroup[]>(this.list?.groups ?? []);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  readonly #trash: TrashState;
  readonly #stacks: Pick<Stacks, 'part'>;
  readonly #latest = createLatest();

  constructor(
    api: Api,
    notices: Notices,
    language: Language,
    undo: Undo,
    trash: TrashState,
    stacks: Pick<Stacks, 'part'>,
  ) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
    this.#trash = trash;
    this.#stacks = stacks;
  }

  async load(): Promise<void> {
    try {
      const heard = await this.#latest.ask(() =>
        this.#api.call(this.of === 'series' ? 'copies.series' : 'copies.list', { rule: 'proposed' }),
      );
      if (heard.is === 'overtaken') return;
      this.list = heard.value;
      this.at = Math.max(0, Math.min(this.at, heard.value.groups.length - 1));
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }

  show(of: 'copies' | 'series'): void {
    this.of = of;
    this.list = undefined;
    this.at = 0;
    void this.load();
  }

  keeperOf(group: CopyGroup): Copy | undefined {
    const wanted = this.chosen.get(numberOf(group));
    return group.copies.find(({ photoId }) => photoId === wanted) ?? group.copies[0];
  }

  /** Another one of the group is kept. */
  choose(group: CopyGroup, photoId: PhotoId): void {
    this.chosen = new Map(this.chosen).set(numberOf(group), photoId);
  }

  /** The next or the one before in the group is kept. */
  chooseBy(step: 1 | -1): void {
    const group = this.groups[this.at];
    const keeper = group && this.keeperOf(group);
    if (!group || !keeper) return;
    const place = group.copies.indexOf(keeper) + step;
    const next = group.copies[(place + group.copies.length) % group.copies.length];
    if (next) this.choose(group, next.photoId);
  }

  /** Of each group the one in this folder, or below it, is proposed; null: no folder is preferred. */
  async prefer(place: FolderAt | null): Promise<void> {
    try {
      await this.#api.call('settings.change', { preferredFolder: place });
      await this.load();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /**
   * One of each group stays with all that is said of any; the files of the others go to the trash, if the person says yes
   * when asked. All of it can be undone.
   */
  async keep(groups: readonly CopyGroup[]): Promise<void> {
    const kept = this.keptOf(groups);
    await this.#trash.ask(
      kept.flatMap(({ otherIds }) => otherIds),
      undefined,
      { along: this.alongOf(kept) },
    );
  }

  /** Of each group the one that stays, and the others. */
  keptOf(groups: readonly CopyGroup[]): Kept[] {
    return groups.flatMap((group) => {
      const keepId = this.keeperOf(group)?.photoId;
      const otherIds = group.copies.flatMap(({ photoId }) => (photoId === keepId ? [] : [photoId]));
      return keepId === undefined || otherIds.length === 0 ? [] : [{ keepId, otherIds }];
    });
  }

  alongOf(groups: Kept[]): Along {
    const { t } = this.#language;
    const isSeries = this.of === 'series';
    return {
      note: t('copies.ask', { count: groups.length }),
      done: (count) => t(isSeries ? 'series.kept' : 'copies.kept', { count }),
      put: (mayUseOwn) => this.#api.call('copies.keep', { groups, mayUseOwn }),
      changed: () => void this.load(),
    };
  }

  /** The person's word: they are no copies, or no series. */
  async part(group: CopyGroup): Promise<void> {
    const photoIds = group.copies.map(({ photoId }) => photoId);
    if (this.of === 'series') return this.#stacks.part(photoIds);
    const say = async (isApart: boolean) => {
      await this.#api.call('copies.part', { photoIds, isApart });
      await this.load();
    };
    await this.#undo.doing(async () => {
      await say(true);
      return { text: this.#language.t('copies.parted'), undo: () => say(false) };
    });
  }
}
