import type { Region } from '../../preload/contract/region.ts';
import { drawn, grown, gripAt, isUsable, middleOf, moved, type Grip } from '../logic/region.ts';
import type { Point } from '../logic/zoom.ts';

/** An arrow key's step, as a share of the photo. */
const step = 0.02;

/** A part of the photo that the person marks. */
export class RegionTool {
  isOn = $state(false);
  isDrawing = $state(false);
  region = $state.raw<Region | undefined>();
  #grip: Grip | undefined;
  #before: Region | undefined;
  readonly #shaped: (region: Region, fixed: Point) => Region;

  /** @param shaped what a region becomes that is drawn from that corner */
  constructor(shaped: (region: Region, fixed: Point) => Region = (region) => region) {
    this.#shaped = shaped;
  }

  toggle(): void {
    if (this.isOn) this.end();
    else this.isOn = true;
  }

  end(): void {
    this.isOn = false;
    this.isDrawing = false;
    this.region = undefined;
    this.#grip = undefined;
  }

  /** @param at fraction of the photo @param reach how far from a corner still takes hold of it */
  press(at: Point, reach: Point): void {
    this.#before = this.region;
    this.#grip = gripAt(this.region, at, reach);
    this.isDrawing = true;
  }

  drag(to: Point): void {
    const grip = this.#grip;
    if (!grip) return;
    const region = drawn(this.region, grip, to);
    this.region = region && grip.is !== 'whole' ? this.#shaped(region, grip.from) : region;
  }

  /** A press without a drag marks nothing: what was marked before stays. */
  release(): void {
    if (this.region && !isUsable(this.region)) this.region = this.#before;
    this.#grip = undefined;
    this.isDrawing = false;
  }

  /**
   * Keys: arrows move, with Shift they resize; the first one begins in the middle of what is seen. Answers whether the
   * key was one of them.
   */
  key({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>, seen: Region): boolean {
    const [dx, dy] = arrows[key] ?? [0, 0];
    if (dx === 0 && dy === 0) return false;
    if (!this.region) this.region = middleOf(seen);
    else if (shiftKey) this.region = this.#shaped(grown(this.region, dx * step, dy * step), this.region);
    else this.region = moved(this.region, dx * step, dy * step);
    return true;
  }
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
