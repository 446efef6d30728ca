/** Long enough to look at a photo. */
const shownMs = 4_000;
/** An original that is not there yet is waited for. */
const patienceMs = 500;

/** What is shown one after the other. */
export interface Shown {
  readonly index: number;
  readonly count: number;
  readonly isOpen: boolean;
  readonly picture: 'loading' | 'ready' | 'failed';
  go(steps: 1): Promise<void>;
}

/** Photos one after the other by themselves, until the last one, a key or a click. */
export class Slideshow {
  isOn = $state(false);
  readonly #shown: Shown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(shown: Shown) {
    this.#shown = shown;
  }

  start(): void {
    if (!this.#shown.isOpen) return;
    this.isOn = true;
    this.#soon(shownMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.isOn = false;
  }

  #soon(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#next(), afterMs);
  }

  async #next(): Promise<void> {
    const shown = this.#shown;
    if (!this.isOn) return;
    if (!shown.isOpen || shown.index + 1 >= shown.count) return this.stop();
    if (shown.picture === 'loading') return this.#soon(patienceMs);
    await shown.go(1);
    this.#soon(shownMs);
  }
}
