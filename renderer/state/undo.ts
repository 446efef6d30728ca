import { createInOrder } from '../logic/in-order.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** What was done, in the person's words, and how it is taken back. */
export interface Done {
  readonly text: string;
  /** It is plain to see where it was done: nothing is said. */
  readonly isInSight?: boolean;
  undo(): Promise<void>;
}

interface Step {
  /** It may still be under way; undefined where nothing was changed. */
  readonly done: Promise<Done | undefined>;
  noticeId?: number;
}

/** Far more than a person remembers having done. */
const mostKept = 100;

/** What the person did, in the order in which they asked for it, and how it is taken back: by its notice, or the last one by Ctrl+Z. */
export class Undo {
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #inOrder = createInOrder();
  #steps: readonly Step[] = [];
  /** So many are being taken back: what is asked for meanwhile is done after them. */
  #backCount = 0;

  constructor(notices: Notices, language: Language) {
    this.#notices = notices;
    this.#language = language;
  }

  /**
   * Does something, and says that it was done. From now on it is the last thing, which Ctrl+Z takes back, however long it takes.
   * A failure is shown.
   * @param work answers undefined where nothing was changed
   */
  async doing(work: () => Promise<Done | undefined>): Promise<void> {
    const step: Step = { done: this.#work(work) };
    this.#keep(step);
    const done = await step.done;
    // Who takes it back before it is done is told of that alone.
    if (!this.#steps.includes(step)) return;
    if (!done) this.#steps = this.#steps.filter((one) => one !== step);
    else if (done.isInSight !== true) this.#tell(step, done.text);
  }

  /** Says what was done, and keeps how to undo it. */
  did(text: string, undo: () => Promise<void>): void {
    const step: Step = { done: Promise.resolve({ text, undo }) };
    this.#keep(step);
    this.#tell(step, text);
  }

  /** Takes the last thing back, if there is one. Done when that is. */
  async last(): Promise<void> {
    for (const step of this.#steps.toReversed()) if (await this.#takeBack(step)) return;
  }

  #keep(step: Step): void {
    this.#steps = [...this.#steps, step].slice(-mostKept);
  }

  #tell(step: Step, text: string): void {
    const action = { label: this.#language.t('search.undo'), run: () => void this.#takeBack(step) };
    step.noticeId = this.#notices.tell(text, action);
  }

  async #work(work: () => Promise<Done | undefined>): Promise<Done | undefined> {
    try {
      return await (this.#backCount === 0 ? work() : this.#inOrder(work));
    } catch (error) {
      this.#notices.fail(error);
      return undefined;
    }
  }

  /** One after the other, in the order in which that is asked for. Answers whether there was anything. */
  async #takeBack(step: Step): Promise<boolean> {
    if (!this.#steps.includes(step)) return false;
    this.#steps = this.#steps.filter((one) => one !== step);
    if (step.noticeId !== undefined) this.#notices.dismiss(step.noticeId);
    this.#backCount++;
    try {
      const done = await this.#inOrder(async () => {
        const it = await step.done;
        await it?.undo();
        return it;
      });
      if (done) this.#notices.tell(this.#language.t('undo.done', { what: done.text }));
      return done !== undefined;
    } catch (error) {
      this.#notices.fail(error);
      return true;
    } finally {
      this.#backCount--;
    }
  }
}
