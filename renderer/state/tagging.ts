import type { CallOutput } from '../../preload/contract/api.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import type { Api } from '../api.ts';
import { createInOrder } from '../logic/in-order.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Done, Undo } from './undo.ts';

type Before = CallOutput<'tags.answers'>;
interface Concept {
  readonly conceptId: string;
  readonly name: string;
}

/** The person's word on many photos at once, in the order it was given, and how it is taken back. */
export class Tagging {
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  readonly #inOrder = createInOrder();

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  /**
   * @param decision undefined takes the person's answers back
   * @param how `in-sight`: the answer is seen where it is given, and needs no notice
   */
  async decide(
    ids: readonly PhotoId[],
    { conceptId, name }: Concept,
    decision: TagDecision | undefined,
    how: 'told' | 'in-sight' = 'told',
  ): Promise<void> {
    await this.#change(ids, { conceptId }, how, async (before) => {
      const changed = changedBy(decision, ids, before);
      if (changed.length === 0) return undefined;
      const done = await this.#eachChunk(changed, (photoIds) => this.#decide(photoIds, conceptId, decision));
      const text = this.#language.t(`tags.done.${decision ?? 'taken'}`, { count: done.length, name });
      return doneTo(done, { text, undo: () => this.#putBack(done, { ...before, conceptId }) });
    });
  }

  /** Confirms the concept of this name, or a tag in the person's own words where there is none. */
  async add(ids: readonly PhotoId[], name: string, how: 'told' | 'in-sight' = 'told'): Promise<void> {
    await this.#change(ids, { name }, how, async (before) => {
      const changed = changedBy('confirmed', ids, before);
      if (changed.length === 0) return undefined;
      const done = await this.#eachChunk(changed, (photoIds) => this.#api.call('tags.add', { photoIds, name }));
      const { conceptId } = before;
      const back = () =>
        conceptId === undefined ? this.#remove(done, name) : this.#putBack(done, { ...before, conceptId });
      return doneTo(done, { text: this.#language.t('tags.done.confirmed', { count: done.length, name }), undo: back });
    });
  }

  /** Takes a tag back that is known by its name alone. */
  async remove(ids: readonly PhotoId[], name: string, how: 'told' | 'in-sight' = 'told'): Promise<void> {
    await this.#change(ids, { name }, how, async (before) => {
      const done = await this.#eachChunk(before.confirmed, (photoIds) =>
        this.#api.call('tags.remove', { photoIds, name }),
      );
      const undo = async () =>
        void (await this.#eachChunk(done, (photoIds) => this.#api.call('tags.add', { photoIds, name })));
      return doneTo(done, { text: this.#language.t('tags.done.taken', { count: done.length, name }), undo });
    });
  }

  /**
   * Teaches a concept with these photos: undone, they are its examples no more.
   * @returns the concept's id; undefined where it failed, and the failure was shown
   */
  async teach(ids: readonly PhotoId[], name: string): Promise<string | undefined> {
    let taught: string | undefined;
    await this.#change(ids, { name }, 'told', async (before) => {
      const { conceptId } = await this.#api.call('concepts.teach', { name, photoIds: [...ids] });
      taught = conceptId;
      const text = this.#language.t('tags.done.taught', { count: ids.length, name });
      return { text, undo: () => this.#putBack(ids, { ...before, conceptId }) };
    });
    return taught;
  }

  /** What it was before is read first, so that it can be put back. */
  #change(
    ids: readonly PhotoId[],
    tag: { conceptId: string } | { name: string },
    how: 'told' | 'in-sight',
    change: (before: Before) => Promise<Done | undefined>,
  ): Promise<void> {
    return this.#undo.doing(() =>
      this.#inOrder(async () => {
        const done = await change(await this.#before(ids, tag));
        return done && { ...done, isInSight: how === 'in-sight' };
      }),
    );
  }

  async #before(ids: readonly PhotoId[], tag: { conceptId: string } | { name: string }): Promise<Before> {
    const parts: Before[] = [];
    for (const photoIds of chunksOf(ids)) parts.push(await this.#api.call('tags.answers', { photoIds, tag }));
    const conceptId = parts.find((part) => part.conceptId !== undefined)?.conceptId;
    return {
      ...(conceptId !== undefined && { conceptId }),
      confirmed: parts.flatMap(({ confirmed }) => confirmed),
      rejected: parts.flatMap(({ rejected }) => rejected),
    };
  }

  /** Answers which were written: all, or those before the chunk that failed, whose failure is shown. */
  async #eachChunk(ids: readonly PhotoId[], write: (photoIds: PhotoId[]) => Promise<unknown>): Promise<PhotoId[]> {
    const done: PhotoId[] = [];
    try {
      for (const chunk of chunksOf(ids)) {
        await write(chunk);
        done.push(...chunk);
      }
    } catch (error) {
      this.#notices.fail(error);
    }
    return done;
  }

  #putBack(ids: readonly PhotoId[], before: Before & { conceptId: string }): Promise<void> {
    const [confirmed, rejected] = [new Set(before.confirmed), new Set(before.rejected)];
    return this.#inOrder(async () => {
      for (const [decision, those] of [
        ['confirmed', ids.filter((id) => confirmed.has(id))],
        ['rejected', ids.filter((id) => rejected.has(id))],
        [undefined, ids.filter((id) => !confirmed.has(id) && !rejected.has(id))],
      ] as const)
        for (const photoIds of chunksOf(those)) await this.#decide(photoIds, before.conceptId, decision);
    });
  }

  #remove(ids: readonly PhotoId[], name: string): Promise<void> {
    return this.#inOrder(async () => {
      for (const photoIds of chunksOf(ids)) await this.#api.call('tags.remove', { photoIds, name });
    });
  }

  #decide(photoIds: PhotoId[], conceptId: string, decision: TagDecision | undefined) {
    return this.#api.call('tags.decide', { photoIds, conceptId, ...(decision !== undefined && { decision }) });
  }
}

function doneTo(photoIds: readonly PhotoId[], done: Done): Done | undefined {
  return photoIds.length > 0 ? done : undefined;
}

/** Photos for which the decision is news. */
function changedBy(decision: TagDecision | undefined, ids: readonly PhotoId[], before: Before): PhotoId[] {
  if (decision === undefined) return [...before.confirmed, ...before.rejected];
  const same = new Set(before[decision]);
  return ids.filter((id) => !same.has(id));
}
