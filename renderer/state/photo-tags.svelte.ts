import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoTag, TagDecision } from '../../preload/contract/tag.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Tagging } from './tagging.ts';

/** Tags of the photo that is open: what the person said, and what is suggested. */
export class PhotoTags {
  list = $state.raw<readonly PhotoTag[]>([]);
  typed = $state('');
  trouble = $state.raw<FailureReport | undefined>();
  /** The name to type should take the keyboard. */
  wantsKeyboard = $state(false);
  /** The suggestion the keyboard was on last, by its place among the suggestions. */
  currentAt = $state(0);
  #photoId = $state<number | undefined>();
  #listOf = $state<number | undefined>();

  readonly #api: Api;
  readonly #tagging: Tagging;
  readonly #latest = createLatest();

  /** The tags are of the photo before. */
  readonly isStale = $derived(this.#listOf !== this.#photoId);
  readonly suggested = $derived(this.list.filter(({ state }) => state === 'suggested'));
  /** The suggestion that one key answers. */
  readonly current = $derived(this.isStale ? undefined : (this.suggested[this.currentAt] ?? this.suggested.at(-1)));

  constructor(api: Api, tagging: Tagging) {
    this.#api = api;
    this.#tagging = tagging;
    api.on('tags.changed', () => void this.#read());
  }

  /** The panel is shown for this photo. */
  async show(photoId: number): Promise<void> {
    if (photoId !== this.#photoId) this.currentAt = 0;
    this.#photoId = photoId;
    this.typed = '';
    await this.#read();
  }

  /** The panel is closed: nothing is read for it. */
  hide(): void {
    this.#photoId = undefined;
  }

  /** @param decision undefined takes the person's answer back */
  async decide(tag: PhotoTag, decision: TagDecision | undefined): Promise<void> {
    const photoId = this.#photoId;
    const { conceptId, name } = tag;
    if (photoId === undefined || this.isStale) return;
    // Shown at once: the answer's own order and what follows from it come with the next reading.
    const state = decision ?? 'suggested';
    if (conceptId !== undefined) this.list = this.list.map((one) => (one === tag ? { ...one, state } : one));
    if (conceptId === undefined) await this.#tagging.remove([photoId], name, 'in-sight');
    else await this.#tagging.decide([photoId], { conceptId, name }, decision, 'in-sight');
    await this.#read();
  }

  answerCurrent(decision: TagDecision): void {
    if (this.current) void this.decide(this.current, decision);
  }

  async add(name: string): Promise<void> {
    const photoId = this.#photoId;
    if (photoId === undefined) return;
    await this.#tagging.add([photoId], name, 'in-sight');
    await this.#read();
  }

  async #read(): Promise<void> {
    const photoId = this.#photoId;
    if (photoId === undefined) return;
    try {
      const heard = await this.#latest.ask(() => this.#api.call('tags.suggest', { photoId }));
      if (heard.is === 'overtaken') return;
      this.list = heard.value;
      this.trouble = undefined;
    } catch (error) {
      this.list = [];
      this.trouble = reportOf(error);
    }
    this.#listOf = photoId;
  }
}
