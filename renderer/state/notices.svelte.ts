import type { FailureReport } from '../../preload/contract/failure.ts';
import { reportOf } from '../api.ts';
import type { Language } from './language.svelte.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'failure';
  readonly text: string;
  readonly action: { readonly label: string; run(): void } | undefined;
}

/** Long enough to read two lines; failures stay until they are dismissed. */
const shownMs = 6000;
const mostShown = 4;

/** What the person should know in passing, in a corner of the window. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  /** @returns the notice's id, by which it is dismissed */
  tell(text: string, action?: Notice['action']): number {
    const id = this.#nextId++;
    this.#add({ id, tone: 'info', text, action });
    return id;
  }

  fail(error: unknown, action?: Notice['action']): void {
    this.report(reportOf(error), action);
  }

  report(failure: FailureReport, action?: Notice['action']): void {
    this.#add({ id: this.#nextId++, tone: 'failure', text: this.#language.failure(failure), action });
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** A notice under the pointer or in focus stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }

  release(id: number): void {
    const notice = this.list.find((one) => one.id === id);
    if (notice?.tone === 'info')
      this.#timers.set(
        id,
        setTimeout(() => this.dismiss(id), shownMs),
      );
  }

  #add(notice: Notice): void {
    const others = this.list.filter((one) => one.text !== notice.text);
    this.list = [...others, notice].slice(-mostShown);
    this.release(notice.id);
  }
}
