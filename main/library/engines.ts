import path from 'node:path';
import type { GuestState, ModelChange } from '../../preload/contract/engine.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Engine } from '../../preload/contract/work.ts';
import type { FillCounts, LibraryCounts } from '../db/counts.ts';
import { vectorKey } from '../models/index.ts';
import { createModelChange } from '../db/model-change.ts';
import type { Db } from '../db/open.ts';
import type { OwedPhotos } from '../db/owed.ts';
import type { SettingsStore } from '../db/settings.ts';
import type { Vectors } from '../db/vectors.ts';
import type { ModelStore } from '../models/store.ts';
import type { SearcherSetup } from '../searcher/messages.ts';
import { createSwitchingSearcher } from '../searcher/switching.ts';
import { describeGpu } from '../util/describe-gpu.ts';
import { Failure } from '../util/failure.ts';
import type { Fork } from '../util/port.ts';
import { createActiveSide } from './active-side.ts';
import { createGuest, type Machine } from './guest.ts';
import { createModelSwitch } from './model-switch.ts';
import { createSide, type Side } from './side.ts';

export interface EnginesDeps {
  readonly db: Db;
  readonly fork: Fork;
  readonly resourcesFolder: string;
  readonly embedderEnv?: Record<string, string> | undefined;
  readonly cores: number;
  readonly machine?: Machine | undefined;
  readonly gpu?: Promise<string> | undefined;
  readonly settings: SettingsStore;
  readonly models: ModelStore;
  readonly vectors: Vectors;
  readonly owed: OwedPhotos;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Writes what the next start can do as well. */
  readonly write: (write: () => void) => void;
  /** Files wait, or are being embedded by the model that answers: they come first. */
  readonly isWorking: () => boolean;
  readonly counted: () => Promise<LibraryCounts>;
  readonly onUnreachable: (folderId: number) => void;
  readonly onEngine: (engine: Engine) => void;
  readonly onGuest: (state: GuestState) => void;
  readonly onChange: (change: ModelChange) => void;
  readonly onSwitched: (side: Side) => void;
  readonly onTrouble: (why: FailureReport) => void;
  /** The searcher met damage, surely in index.db or in one of the two databases. */
  readonly onDamage: (isSurely: boolean) => void;
  /** The searcher reckoned anew what is usual in the library. */
  readonly onRenewed: () => void;
}

const nobodyKnows: Machine = { idleSeconds: () => undefined, isOnBattery: () => undefined };
const nothingCounted: FillCounts = { done: 0, failed: 0, outOfReach: 0, total: 0 };

/** The models at work: the one that answers, with its two processes, one that may be filled beside it, and their manners. */
export function createEngines(deps: EnginesDeps) {
  const { db, fork, settings, models, log } = deps;
  const gpu = deps.gpu ?? Promise.resolve(describeGpu());
  const guest = createGuest({
    machine: deps.machine ?? nobodyKnows,
    cores: deps.cores,
    settings: settings.get,
    onChange(state, before) {
      if (state.cores !== before.cores) {
        active.embedder.restart();
        change.restart();
      }
      deps.onGuest(state);
      change.poke();
    },
  });
  const store = createModelChange(db);
  const openSide = (modelId: string): Side =>
    createSide(modelId, {
      db,
      fork,
      vectors: deps.vectors,
      models,
      settings: settings.get,
      guest,
      cores: deps.cores,
      gpu,
      embedderEnv: deps.embedderEnv ?? {},
      write: deps.write,
      onEngine(side, engine) {
        if (side === active.now()) deps.onEngine(engine);
      },
      log,
    });
  const active = createActiveSide(openSide(usableModel()));
  const searcher = createSwitchingSearcher({
    fork,
    log,
    setup: setupOf(active.now()),
    onDamage: deps.onDamage,
    onRenewed: deps.onRenewed,
  });
  const change = createModelSwitch({
    db,
    owed: deps.owed,
    vectors: deps.vectors,
    store,
    models,
    active,
    openSide,
    prepare: (side) => searcher.prepare(setupOf(side)),
    onStored: searcher.filled,
    async counted(modelNumber) {
      const { fill } = await deps.counted();
      if (fill?.modelNumber !== modelNumber) return nothingCounted;
      const { done, failed, outOfReach, total } = fill;
      return { done, failed, outOfReach, total };
    },
    mayRun: () => !settings.get().isPaused && guest.state().waitsFor === undefined && !deps.isWorking(),
    onChange: () => deps.onChange(change.state()),
    onSwitched(side) {
      const engine = side.engine();
      if (engine !== undefined) deps.onEngine(engine);
      deps.onSwitched(side);
    },
    onUnreachable: deps.onUnreachable,
    onTrouble: deps.onTrouble,
    now: deps.now,
    log,
  });

  return {
    guest,
    searcher,
    change,
    embedder: active.embedder,
    side: active.now,
    /** index.db is empty: the models keep their numbers, and the searcher reads it anew. */
    indexEmptied(): void {
      for (const side of [active.now(), change.side()])
        if (side !== undefined) deps.vectors.keepNumber(side.number, vectorKey(side.model));
      searcher.restart();
    },
    /** Models in index.db whose photos are counted. */
    counting: () => ({ modelNumber: active.now().number, fillNumber: change.side()?.number }),
    /** The person chose another provider: it is tried once more, whatever was found before. */
    chooseProvider(): void {
      for (const side of [active.now(), change.side()]) {
        side?.verdicts.forget(settings.get().provider);
        side?.embedder.restart();
      }
    },
    /** Files came, or there are none left: the model that is filled comes after them. */
    workChanged(): void {
      if (deps.isWorking()) return;
      change.poke();
      if (!change.isBusy()) guest.done();
    },
    /** Resolves when nothing is being done about a change of models. */
    async settled(): Promise<void> {
      while (change.isBusy()) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    calls: {
      switchTo: change.switchTo,
      switchState: change.state,
      pauseSwitch: change.pause,
      switchNow: change.switchNow,
      rollBack: change.rollBack,
      dropOld: change.dropOld,
      measure: (): Promise<Engine> => active.now().measure(),
      guest: guest.state,
      /** The system told that power, sleep or the lock screen changed. */
      look: guest.check,
      fullSpeed: guest.setFullSpeed,
    },
    async stop(): Promise<void> {
      guest.stop();
      await Promise.all([change.stop(), active.embedder.stop()]);
    },
  };

  /** The model that was chosen; where its files are gone, the one before or the one that ships with the app. */
  function usableModel(): string {
    const chosen = settings.get().modelId;
    if (isUsable(chosen)) return chosen;
    const instead = [store.get()?.other ?? '', 'starter'].find(isUsable);
    if (instead === undefined || instead === chosen) return chosen;
    const name = nameOf(chosen);
    log(`model: ${chosen} is not complete, ${instead} answers`);
    deps.write(() => {
      settings.change({ modelId: instead });
      store.clear();
    });
    deps.onTrouble({
      kind: 'model-missing',
      message: `The files of the model "${name}" are gone or incomplete, so "${nameOf(instead)}" answers.`,
      details: { model: name },
    });
    return instead;
  }

  function isUsable(modelId: string): boolean {
    try {
      return models.isComplete(models.byId(modelId));
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  }

  function nameOf(modelId: string): string {
    try {
      return models.byId(modelId).name;
    } catch (error) {
      if (error instanceof Failure) return modelId;
      throw error;
    }
  }

  function setupOf({ model, folder }: Side): SearcherSetup {
    return {
      libraryFile: path.join(db.folder, 'library.db'),
      indexFile: path.join(db.folder, 'index.db'),
      modelId: model.id,
      modelFolder: folder,
      placesFile: path.join(deps.resourcesFolder, 'places', 'places.bin'),
      calibrationFolder: path.join(deps.resourcesFolder, 'calibration'),
      vocabulariesFolder: path.join(deps.resourcesFolder, 'vocabularies'),
    };
  }
}
export type Engines = ReturnType<typeof createEngines>;
