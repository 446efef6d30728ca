import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { ManyTag } from '../../preload/contract/review.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import { chunksOf, shareOf, summed } from '../logic/many-tags.ts';
import type { Tagging } from './tagging.ts';

/** Beyond this a list is not read: what is suggested for one photo of thousands is not worth a row. */
const mostSuggested = 12;

/** Tags of all the photos that are selected: what is on all, on some, and suggested for some of them. */
export class TagBox {
  photoIds = $state.raw<readonly PhotoId[]>([]);
  isOpen = $state(false);
  list = $state.raw<readonly ManyTag[] | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  typed = $state('');
  /** Where the keyboard begins: at the name to type, or at what is suggested. */
  begin = $state<'name' | 'suggestion'>('name');

  readonly given = $derived(this.list?.filter((tag) => tag.confirmedCount > 0) ?? []);
  readonly suggested = $derived(
    this.list
      ?.filter((tag) => tag.confirmedCount === 0 && tag.suggestedCount > 0)
      .toSorted((a, b) => b.suggestedCount - a.suggestedCount)
      .slice(0, mostSuggested) ?? [],
  );
  readonly rejected = $derived(
    this.list?.filter((tag) => tag.confirmedCount === 0 && tag.suggestedCount === 0 && tag.rejectedCount > 0) ?? [],
  );

  readonly #api: Api;
  readonly #tagging: Tagging;
  readonly #latest = createLatest();

  constructor(api: Api, tagging: Tagging) {
    this.#api = api;
    this.#tagging = tagging;
    api.on('tags.changed', () => void (this.isOpen && this.#read()));
  }

  open(photoIds: readonly PhotoId[], begin: 'name' | 'suggestion' = 'name'): void {
    if (photoIds.length === 0) return;
    this.photoIds = photoIds;
    this.begin = begin;
    this.typed = '';
    this.list = undefined;
    this.isOpen = true;
    void this.#read();
  }

  close(): void {
    this.isOpen = false;
    this.#latest.forget();
  }

  /** As a tick in a box: on all of them, or off again where it is on all. */
  toggle(tag: ManyTag): Promise<void> {
    return shareOf(tag, this.photoIds.length) === 'all' ? this.takeBack(tag) : this.confirm(tag);
  }

  /** A suggestion is confirmed for the photos it is made for; a tag that some have is given to all. */
  confirm(tag: ManyTag): Promise<void> {
    const { conceptId, name } = tag;
    return this.#write(async () =>
      conceptId === undefined
        ? this.#tagging.add(this.photoIds, name)
        : this.#tagging.decide(await this.#meant(conceptId, tag), { conceptId, name }, 'confirmed'),
    );
  }

  reject(tag: ManyTag): Promise<void> {
    const { conceptId, name } = tag;
    if (conceptId === undefined) return this.takeBack(tag);
    return this.#write(async () =>
      this.#tagging.decide(await this.#meant(conceptId, tag), { conceptId, name }, 'rejected'),
    );
  }

  takeBack(tag: ManyTag): Promise<void> {
    return this.#write(() =>
      tag.conceptId === undefined
        ? this.#tagging.remove(this.photoIds, tag.name)
        : this.#tagging.decide(this.photoIds, { conceptId: tag.conceptId, name: tag.name }, undefined),
    );
  }

  add(name: string): Promise<void> {
    this.typed = '';
    return this.#write(() => this.#tagging.add(this.photoIds, name));
  }

  /** Six of a hundred photos may show an animal: saying yes to that is not saying it of the others. */
  async #meant(conceptId: string, tag: ManyTag): Promise<readonly PhotoId[]> {
    const { photoIds } = this;
    if (tag.confirmedCount > 0 || tag.suggestedCount === 0 || tag.suggestedCount >= photoIds.length) return photoIds;
    const meant: PhotoId[] = [];
    for (const chunk of chunksOf(photoIds))
      meant.push(...(await this.#api.call('suggestions.among', { photoIds: chunk, conceptId })));
    return meant;
  }

  async #write(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.trouble = reportOf(error);
      return;
    }
    await this.#read();
  }

  async #read(): Promise<void> {
    const { photoIds } = this;
    try {
      const heard = await this.#latest.ask(async () => {
        const chunks: ManyTag[][] = [];
        for (const chunk of chunksOf(photoIds)) chunks.push(await this.#api.call('tags.ofMany', { photoIds: chunk }));
        return summed(chunks);
      });
      if (heard.is === 'overtaken') return;
      this.list = heard.value;
      this.trouble = undefined;
    } catch (error) {
      this.list = [];
      this.trouble = reportOf(error);
    }
  }
}
