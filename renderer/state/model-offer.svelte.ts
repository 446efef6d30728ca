import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ModelChoice } from '../../preload/contract/model.ts';
import { secondsFor } from '../logic/model-time.ts';
import type { EngineState } from './engine.svelte.ts';
import type { ModelsState } from './models.svelte.ts';
import type { Search } from './search.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';
import type { Work } from './work.svelte.ts';

export type OfferStage =
  | { readonly is: 'offered' }
  | { readonly is: 'downloading'; readonly doneBytes: number }
  /** By the person, by the end of the app, or by what went wrong. */
  | { readonly is: 'stopped'; readonly doneBytes: number; readonly why: FailureReport | undefined };

/** Fewer cores or less memory than this, and the larger model would take the machine from the person. */
const fewestCores = 2;
const leastMemoryGb = 4;
/** For whom there are no photos yet. */
const usualPhotos = 1_000;

/**
 * The recommended model, offered by name, size and time: in the welcome, and once an answer is weak. One press gets it
 * and goes over to it; declined once is declined.
 */
export class ModelOffer {
  /** An answer was weak: from then on it is offered above the photos. */
  isDue = $state(false);

  readonly model: ModelChoice | undefined = $derived.by(() => this.#models.list.find((it) => it.isRecommended));
  readonly stage: OfferStage | undefined = $derived.by(() => {
    const { modelOffer } = this.#settings.value;
    const { model } = this;
    if (model === undefined || modelOffer === 'closed' || !this.#isStarterAlone) return undefined;
    const { files } = model;
    if (files.is === 'downloading') return { is: 'downloading', doneBytes: files.doneBytes };
    if (modelOffer === 'taken')
      return { is: 'stopped', doneBytes: files.is === 'absent' ? files.partBytes : 0, why: model.trouble };
    return this.#isAbleMachine ? { is: 'offered' } : undefined;
  });
  /** How many photos it is for, and about how long that takes here. */
  readonly cost = $derived.by(() => {
    const count = this.#work.progress.photoCount || usualPhotos;
    return { count, seconds: secondsFor(count, this.#work.engine, navigator.hardwareConcurrency) };
  });

  readonly #isStarterAlone = $derived.by(() => {
    const { change } = this.#engine;
    return change?.is === 'none' && this.#models.list.some(({ id, isBundled }) => isBundled && id === change.model.id);
  });
  readonly #isAbleMachine =
    navigator.hardwareConcurrency >= fewestCores &&
    navigator.onLine &&
    !('deviceMemory' in navigator && Number(navigator.deviceMemory) < leastMemoryGb);

  readonly #models: ModelsState;
  readonly #engine: EngineState;
  readonly #settings: SettingsState;
  readonly #work: Work;
  readonly #search: Search;

  constructor(models: ModelsState, engine: EngineState, settings: SettingsState, work: Work, search: Search) {
    this.#models = models;
    this.#engine = engine;
    this.#settings = settings;
    this.#work = work;
    this.#search = search;
  }

  /** Called when what it depends on may have changed. */
  follow(): void {
    const { list } = this.#search;
    if (list?.isRanked && list.count > 0 && list.matches.sure === 0 && list.query?.exact !== '') this.isDue = true;
    const { model } = this;
    // It was asked for, and is there: it is gone over to once, so that going back is not undone.
    if (this.#settings.value.modelOffer === 'taken' && model?.files.is === 'ready' && this.#isStarterAlone) {
      this.#settings.change({ modelOffer: 'closed' });
      void this.#models.use(model);
    }
  }

  take(): void {
    if (!this.model) return;
    this.#settings.change({ modelOffer: 'taken' });
    if (this.model.files.is !== 'ready') void this.#models.download(this.model);
  }

  pause(): void {
    if (this.model) void this.#models.cancel(this.model);
  }

  decline(): void {
    this.#settings.change({ modelOffer: 'closed' });
  }
}
