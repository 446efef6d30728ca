import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

interface Step {
  readonly text: string;
  /** Undefined where nothing was said: what was done is plain to see. */
  readonly noticeId: number | undefined;
  undo(): Promise<void>;
}

/** Far more than a person remembers having done. */
const mostKept = 100;

/** What the person did to many photos at once, and how it is taken back: by its notice, or the last one by Ctrl+Z. */
export class Undo {
  readonly #notices: Notices;
  readonly #language: Language;
  #steps: readonly Step[] = [];

  constructor(notices: Notices, language: Language) {
    this.#notices = notices;
    this.#language = language;
  }

  /** Says what was done, and keeps how to undo it. */
  did(text: string, undo: () => Promise<void>): void {
    const action = { label: this.#language.t('search.undo'), run: () => void this.#undo(step) };
    const step: Step = { text, undo, noticeId: this.#notices.tell(text, action) };
    this.#keep(step);
  }

  /** Keeps how to undo what the person sees happen. */
  didInSight(text: string, undo: () => Promise<void>): void {
    this.#keep({ text, undo, noticeId: undefined });
  }

  #keep(step: Step): void {
    this.#steps = [...this.#steps, step].slice(-mostKept);
  }

  /** Takes the last thing back, if there is one. */
  last(): void {
    const step = this.#steps.at(-1);
    if (step) void this.#undo(step);
  }

  async #undo(step: Step): Promise<void> {
    if (!this.#steps.includes(step)) return;
    this.#steps = this.#steps.filter((one) => one !== step);
    if (step.noticeId !== undefined) this.#notices.dismiss(step.noticeId);
    try {
      await step.undo();
      this.#notices.tell(this.#language.t('undo.done', { what: step.text }));
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}
