import type { ModelChange } from '../../preload/contract/engine.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FillCounts } from '../db/counts.ts';
import type { ChangeRow, ModelChangeStore } from '../db/model-change.ts';
import type { OwedPhotos } from '../db/owed.ts';
import { vectorKey } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { ModelStore } from '../models/store.ts';
import type { PreparedSearcher } from '../searcher/switching.ts';
import { Failure, reportOf } from '../util/failure.ts';
import type { ActiveSide } from './active-side.ts';
import type { Fill, FillDeps } from './fill.ts';
import { createFill } from './fill.ts';
import type { Side } from './side.ts';
import { throttle } from './throttle.ts';

export interface ModelSwitchDeps extends Omit<
  FillDeps,
  'embedder' | 'modelNumber' | 'depth' | 'onChange' | 'onThrough' | 'onTrouble' | 'mayRun'
> {
  readonly store: ModelChangeStore;
  readonly owed: Pick<OwedPhotos, 'next' | 'isStill' | 'fail' | 'forgive'>;
  readonly models: Pick<ModelStore, 'byId' | 'isComplete'>;
  readonly active: ActiveSide;
  readonly openSide: (modelId: string) => Side;
  /** Starts a searcher of this model beside the one that answers. */
  readonly prepare: (side: Side) => Promise<PreparedSearcher>;
  /** Of the whole library, fresh, for this model. */
  readonly counted: (modelNumber: number) => Promise<FillCounts>;
  /** Nobody wants work to wait, and there is none that is more urgent. */
  readonly mayRun: () => boolean;
  readonly onChange: () => void;
  /** Another model answers from now on. */
  readonly onSwitched: (side: Side) => void;
  readonly onTrouble: (why: FailureReport) => void;
  readonly log: (line: string) => void;
}

interface Filling {
  readonly side: Side;
  readonly fill: Fill;
  counts: FillCounts;
  /** Warm, but a photo came meanwhile. */
  prepared: PreparedSearcher | undefined;
}

/** Vectors deleted in one go. */
const droppedAtOnce = 200;

/**
 * Changing from one model to another. [Note: Why two models at a time]
 *
 * [Note: Why two models at a time] Scores of two models can't be compared, and a library takes hours to be embedded
 * anew. So the new model's vectors are filled beside the old ones, which answer every search, alone; when the new ones
 * are all there, a second searcher is loaded with them, and one transaction and one step of the event loop make it the
 * one that answers. What is written down (`model_change`, the setting `modelId`, the vectors) says at any moment where
 * it stands, so any end of the process is survived: there is no other state. The old vectors stay until the person lets
 * them go, and going back is the same step the other way.
 */
export function createModelSwitch(deps: ModelSwitchDeps) {
  const { store, models, active, now } = deps;
  let filling: Filling | undefined;
  let isSwitching = false;
  /** Ends of a walk that are being looked at. */
  let checks = 0;
  let isStopped = false;
  let trouble: FailureReport | undefined;
  /** After the end: the database is closed, and somebody may still ask. */
  let last: ModelChange | undefined;
  let kept = store.kept(active.now().number);
  let dropping: Promise<void> | undefined;
  const countSoon = throttle(() => {
    if (filling !== undefined && !isStopped) void count(filling.side);
  }, 1_500);

  return {
    /** Goes on with what was under way when the library was closed, or ended otherwise. */
    start(): void {
      const row = store.get();
      if (row?.stage === 'filling') resume(row);
      // An app that brought a newer revision of its model left the vectors of the one before: nothing can read them.
      const isOlder = row === undefined || (row.stage === 'kept' && !canRead(row.other));
      if (isOlder && kept.count > 0) store.put({ stage: 'dropping', other: '', isPaused: false }, now());
      if (store.get()?.stage === 'dropping') dropping = drop();
    },
    state,
    /** @throws Failure 'model-missing' when the model's files are not all here */
    switchTo(modelId: string): ModelChange {
      const row = store.get();
      if (modelId === active.now().model.id) {
        if (row?.stage === 'filling') endFilling({ stage: 'kept', other: row.other, isPaused: false });
      } else if (row?.stage !== 'filling' || row.other !== modelId) {
        checkComplete(modelId);
        const begun: ChangeRow = { stage: 'filling', other: modelId, isPaused: false };
        endFilling(begun);
        resume(begun);
      }
      deps.onChange();
      return state();
    },
    pause(isPaused: boolean): ModelChange {
      const row = store.get();
      if (row?.stage === 'filling') {
        store.put({ ...row, isPaused }, now());
        trouble = undefined;
        if (filling === undefined) resume({ ...row, isPaused });
        else if (!isPaused) filling.fill.goOn();
      }
      deps.onChange();
      return state();
    },
    /** @throws Failure 'refused' when nothing is being filled */
    async switchNow(): Promise<ModelChange> {
      if (filling === undefined) throw nothingUnderWay();
      await doSwitch(filling, 'as-it-is');
      return state();
    },
    /** @throws Failure 'refused' when there is no model to go back to, 'model-missing' when its files are gone */
    async rollBack(): Promise<ModelChange> {
      const row = store.get();
      if (row?.stage !== 'kept' || isSwitching) throw nothingUnderWay();
      checkComplete(row.other);
      const side = deps.openSide(row.other);
      isSwitching = true;
      deps.onChange();
      try {
        const prepared = await deps.prepare(side);
        take(side, prepared);
      } catch (error) {
        void side.embedder.stop();
        throw error;
      } finally {
        isSwitching = false;
        deps.onChange();
      }
      return state();
    },
    /** @throws Failure 'refused' while a model is being filled */
    async dropOld(): Promise<ModelChange> {
      if (filling !== undefined || isSwitching) throw nothingUnderWay();
      const row = store.get();
      if (kept.count === 0 && row === undefined) return state();
      store.put({ stage: 'dropping', other: row?.other ?? '', isPaused: false }, now());
      dropping ??= drop();
      await dropping;
      return state();
    },
    /** Work has ended, the machine may be used again, or the person resumed. */
    poke: (): void => filling?.fill.poke(),
    /** What stopped it is over: there is room on the disk again, or the person says so. */
    goOn: (): void => filling?.fill.goOn(),
    /** Photos came, changed, or can be reached again. */
    again: (): void => filling?.fill.again(),
    /** Something is being done about it at this moment. */
    isBusy: (): boolean => isSwitching || checks > 0 || (filling !== undefined && canGoOn() && filling.fill.isBusy()),
    /** The filled model's embedder is started anew: its settings changed. */
    restart(): void {
      filling?.side.embedder.restart();
    },
    side: (): Side | undefined => filling?.side,
    async stop(): Promise<void> {
      isStopped = true;
      filling?.fill.stop();
      filling?.prepared?.drop();
      await filling?.side.embedder.stop();
      await dropping;
      last = state();
    },
  };

  function state(): ModelChange {
    if (last !== undefined) return last;
    const model = nameOf(active.now().model);
    const row = store.get();
    if (row?.stage === 'dropping') return { is: 'dropping', model, left: kept.count };
    if (row?.stage === 'kept') {
      if (isSwitching) return { is: 'switching', from: model, to: namedById(row.other) };
      return {
        is: 'kept',
        model,
        former: namedById(row.other),
        formerCount: kept.count,
        formerMegabytes: kept.bytes / 1e6,
      };
    }
    if (row === undefined) return { is: 'none', model };
    const to = namedById(row.other);
    if (isSwitching) return { is: 'switching', from: model, to };
    const counts = filling?.counts ?? { done: 0, failed: 0, outOfReach: 0, total: 0 };
    const why = trouble ?? filling?.fill.trouble();
    const photosPerSecond = filling?.fill.photosPerSecond();
    const left = counts.total - counts.done - counts.failed - counts.outOfReach;
    return {
      is: 'filling',
      from: model,
      to,
      ...counts,
      isPaused: row.isPaused,
      ...(photosPerSecond !== undefined && { photosPerSecond, secondsLeft: left / photosPerSecond }),
      ...(why !== undefined && { trouble: why }),
    };
  }

  function canGoOn(): boolean {
    return !isStopped && store.get()?.isPaused === false && deps.mayRun();
  }

  function resume({ other }: ChangeRow): void {
    try {
      checkComplete(other);
      begin(deps.openSide(other));
    } catch (error) {
      // The files of a model went while it was being filled: the present one answers on, and the person is told.
      trouble = reportOf(error);
      deps.onTrouble(trouble);
    }
  }

  function begin(side: Side): void {
    deps.owed.forgive(side.number);
    const fill = createFill({
      ...deps,
      embedder: side.embedder,
      modelNumber: side.number,
      depth: side.depth,
      mayRun: canGoOn,
      onChange: countSoon,
      onThrough: () => void through(),
      onTrouble(why) {
        deps.onTrouble(why);
        deps.onChange();
      },
    });
    filling = { side, fill, counts: { done: 0, failed: 0, outOfReach: 0, total: 0 }, prepared: undefined };
    void count(side);
    fill.poke();
  }

  /** The rows that the change stands for from now on are written first: what comes after can be ended at any moment. */
  function endFilling(row: ChangeRow): void {
    store.put(row, now());
    trouble = undefined;
    const ended = filling;
    filling = undefined;
    ended?.fill.stop();
    ended?.prepared?.drop();
    void ended?.side.embedder.stop();
    kept = store.kept(active.now().number);
  }

  async function count(side: Side): Promise<FillCounts | undefined> {
    const counts = await deps.counted(side.number);
    if (filling?.side !== side) return undefined;
    filling.counts = counts;
    deps.onChange();
    return counts;
  }

  /** Every photo that can be read is through. Those on drives that are away are waited for. */
  async function through(): Promise<void> {
    const current = filling;
    if (current === undefined || isSwitching || isStopped) return;
    checks += 1;
    try {
      const counts = await count(current.side);
      if (counts === undefined || counts.done + counts.failed < counts.total) return;
      await doSwitch(current, 'when-complete');
    } catch (error) {
      // The searcher that was being loaded ended with the library: the next start does it again.
      if (hasStopped()) return;
      trouble = reportOf(error);
      deps.onTrouble(trouble);
      deps.onChange();
    } finally {
      checks -= 1;
    }
  }

  async function doSwitch(current: Filling, how: 'when-complete' | 'as-it-is'): Promise<void> {
    if (isSwitching) return;
    isSwitching = true;
    let isEarly = false;
    deps.onChange();
    try {
      current.prepared ??= await deps.prepare(current.side);
      if (filling !== current || hasStopped()) return current.prepared.drop();
      if (how === 'when-complete') {
        const counts = await count(current.side);
        // A photo came while the vectors were loaded: it gets its own first, and the searcher that is warm waits.
        isEarly = counts === undefined || counts.done + counts.failed < counts.total;
        if (isEarly) return;
      }
      take(current.side, current.prepared);
    } finally {
      isSwitching = false;
      deps.onChange();
      // It may have got its vector while nobody listened: the walk is done once more, and tells again.
      if (isEarly) current.fill.again();
    }
  }

  /** One transaction, and then nothing in between: whoever asks next is answered by the new model, wholly. */
  function take(side: Side, prepared: PreparedSearcher): void {
    const former = active.now().model.id;
    try {
      store.switchTo(side.model.id, former, now());
    } catch (error) {
      prepared.drop();
      if (filling !== undefined) filling.prepared = undefined;
      throw error;
    }
    prepared.take();
    active.take(side);
    filling?.fill.stop();
    filling = undefined;
    kept = store.kept(side.number);
    deps.log(`model: ${side.model.id} answers from now on, ${former} is kept`);
    deps.onSwitched(side);
  }

  async function drop(): Promise<void> {
    try {
      while (!isStopped && store.get()?.stage === 'dropping') {
        const gone = store.dropSome(active.now().number, droppedAtOnce);
        kept = { ...kept, count: Math.max(0, kept.count - gone.photos) };
        if (gone.vectors === 0 && !store.shrinkSome()) store.clear();
        deps.onChange();
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      deps.onTrouble(reportOf(error)); // a full disk: the next start goes on
    } finally {
      dropping = undefined;
      deps.onChange();
    }
  }

  /** Asked again after an await: it may have changed meanwhile. */
  function hasStopped(): boolean {
    return isStopped;
  }

  /** Whether what is kept of a former model is of the revision that this version of the app has. */
  function canRead(modelId: string): boolean {
    try {
      return store.has(vectorKey(models.byId(modelId)));
    } catch (error) {
      // A person's own model whose folder is gone: it may come back.
      if (error instanceof Failure) return true;
      throw error;
    }
  }

  function checkComplete(modelId: string): void {
    const model = models.byId(modelId);
    if (!models.isComplete(model))
      throw new Failure('model-missing', `The model "${model.name}" is not on this machine yet: download it first.`, {
        details: { model: model.name },
      });
  }

  function namedById(id: string): { id: string; name: string } {
    try {
      return nameOf(models.byId(id));
    } catch (error) {
      // A person's own model whose folder is gone has no name any more.
      if (error instanceof Failure) return { id, name: id };
      throw error;
    }
  }
}
export type ModelSwitch = ReturnType<typeof createModelSwitch>;

function nameOf({ id, name }: Model): { id: string; name: string } {
  return { id, name };
}

function nothingUnderWay(): Failure {
  return new Failure('refused', 'There is no change of models that this could be done with now.');
}
