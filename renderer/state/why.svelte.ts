import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { Why } from '../../preload/contract/search.ts';
import { reportOf, type Api } from '../api.ts';
import { hasHeat, type Heat } from '../logic/heat.ts';
import { createLatest } from '../logic/latest.ts';

/** The map costs 26 passes of the image tower: it is not begun for a photo that is only passed by. */
const restMs = 160;

/** `none`: nothing to show it for. `even`: no part stands out. */
export type HeatState =
  | { readonly is: 'none' }
  | { readonly is: 'working' }
  | { readonly is: 'even' }
  | { readonly is: 'shown'; readonly heat: Heat }
  | { readonly is: 'failed'; readonly why: FailureReport };

/** Why the open photo is in the answer, and what in it carried the match. */
export class WhyState {
  isHeatWanted = $state(true);
  value = $state.raw<Why | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  heat = $state.raw<HeatState>({ is: 'none' });
  #photoId = $state<number | undefined>();
  #valueOf = $state<number | undefined>();

  /** The words are of the photo before. */
  readonly isStale = $derived(this.#valueOf !== this.#photoId);
  readonly shownHeat = $derived(this.isHeatWanted && this.heat.is === 'shown' ? this.heat.heat : undefined);

  readonly #api: Api;
  readonly #latest = createLatest();
  #question: Question | undefined;
  /** Maps of this question's photos that were worked out already. */
  #known = new Map<number, Heat>();
  #working: Promise<unknown> = Promise.resolve();

  constructor(api: Api) {
    this.#api = api;
  }

  /** The panel is shown for this photo of the answer to this question. */
  async show(photoId: number, question: Question): Promise<void> {
    if (question !== this.#question) this.#known.clear();
    this.#question = question;
    this.#photoId = photoId;
    this.heat = { is: 'none' };
    try {
      const heard = await this.#latest.ask(() => this.#api.call('photos.why', { id: photoId, question, heat: false }));
      if (heard.is === 'overtaken') return;
      this.value = heard.value;
      this.#valueOf = photoId;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
      return;
    }
    if (this.isHeatWanted) await this.#warm(photoId, question);
  }

  hide(): void {
    this.#latest.forget();
    this.#photoId = undefined;
    this.heat = { is: 'none' };
  }

  async wantHeat(isWanted: boolean): Promise<void> {
    this.isHeatWanted = isWanted;
    const [id, question] = [this.#photoId, this.#question];
    if (isWanted && this.heat.is === 'none' && id !== undefined && question && !this.isStale)
      await this.#warm(id, question);
  }

  async #warm(photoId: number, question: Question): Promise<void> {
    const isLeft = () => this.#photoId !== photoId || this.#question !== question || !this.isHeatWanted;
    const known = this.#known.get(photoId);
    if (known) return this.#take(known);
    if (!this.value?.terms.some((term) => term.sign === 'plus')) return;
    this.heat = { is: 'working' };
    await new Promise((resolve) => setTimeout(resolve, restMs));
    // One at a time: maps of photos that were passed by would make the one in view wait.
    await this.#working;
    if (isLeft()) return;
    try {
      const asking = this.#api.call('photos.why', { id: photoId, question, heat: true });
      this.#working = asking.catch(() => undefined);
      const { heat } = await asking;
      if (heat && this.#question === question) this.#known.set(photoId, heat);
      if (isLeft()) return;
      if (heat) this.#take(heat);
      else this.heat = { is: 'none' };
    } catch (error) {
      if (!isLeft()) this.heat = { is: 'failed', why: reportOf(error) };
    }
  }

  #take(heat: Heat): void {
    this.heat = hasHeat(heat) ? { is: 'shown', heat } : { is: 'even' };
  }
}
