import type { FailureReport } from '../../preload/contract/failure.ts';
import { reportOf } from '../api.ts';
import type { Language } from './language.svelte.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'failure';
  readonly text: string;
  readonly action: { readonly label: string; run(): void } | undefined;
}

/** Long enough to read two lines. */
const toldMs = 6000;
/** A failure is longer, comes unasked and may have to be understood: slow readers take 12 letters a second, after a moment to notice. */
const failureMs = { least: 12_000, perLetter: 85 };
const mostShown = 3;
/** What was told is kept to be read again, until the app is closed. */
const mostKept = 200;

export interface ToldNotice extends Notice {
  readonly atMs: number;
}

/** What the person should know in passing, below what they look at, and all of it again in a list. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  /** The newest first. */
  told = $state.raw<readonly ToldNotice[]>([]);
  /** Failures that were told since the list was looked at. */
  unseenCount = $state(0);
  isListOpen = $state(false);
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
    if (!notice) return;
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => this.#leave(id), readingMs(notice)),
    );
  }

  openList(): void {
    this.isListOpen = true;
    this.unseenCount = 0;
  }

  closeList(): void {
    this.isListOpen = false;
    this.unseenCount = 0;
  }

  forgetTold(): void {
    this.told = [];
    this.unseenCount = 0;
  }

  /** Nobody reads in a window that is not seen: what came meanwhile is still there when it is. */
  #leave(id: number): void {
    if (isHidden()) this.release(id);
    else this.dismiss(id);
  }

  #add(notice: Notice): void {
    const others = this.list.filter((one) => one.text !== notice.text);
    this.list = [...others, notice].slice(-mostShown);
    this.told = [{ ...notice, atMs: Date.now() }, ...this.told].slice(0, mostKept);
    if (notice.tone === 'failure' && !this.isListOpen) this.unseenCount++;
    this.release(notice.id);
  }
}

function readingMs({ tone, text }: Notice): number {
  return tone === 'info' ? toldMs : Math.max(failureMs.least, text.length * failureMs.perLetter);
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
