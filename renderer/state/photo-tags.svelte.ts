import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoTag, TagDecision } from '../../preload/contract/tag.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Notices } from './notices.svelte.ts';

/** Tags of the photo that is open: what the person said, and what is suggested. */
export class PhotoTags {
  list = $state.raw<readonly PhotoTag[]>([]);
  typed = $state('');
  trouble = $state.raw<FailureReport | undefined>();
  #photoId = $state<number | undefined>();
  #listOf = $state<number | undefined>();

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #latest = createLatest();

  /** The tags are of the photo before. */
  readonly isStale = $derived(this.#listOf !== this.#photoId);

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
  }

  /** The panel is shown for this photo. */
  async show(photoId: number): Promise<void> {
    this.#photoId = photoId;
    this.typed = '';
    await this.#read();
  }

  /** @param decision undefined takes the person's answer back */
  async decide({ conceptId, name }: PhotoTag, decision: TagDecision | undefined): Promise<void> {
    const photoId = this.#photoId;
    if (photoId === undefined || this.isStale) return;
    const photoIds = [photoId];
    await this.#write(() =>
      conceptId === undefined
        ? this.#api.call('tags.remove', { photoIds, name })
        : this.#api.call('tags.decide', { photoIds, conceptId, ...(decision !== undefined && { decision }) }),
    );
  }

  async add(): Promise<void> {
    const photoId = this.#photoId;
    const name = this.typed.trim();
    if (photoId === undefined || name === '') return;
    this.typed = '';
    await this.#write(() => this.#api.call('tags.add', { photoIds: [photoId], name }));
  }

  async #write(call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.#notices.fail(error);
    }
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
