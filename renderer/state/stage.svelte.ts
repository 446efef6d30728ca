import {
  actualSize,
  fitted,
  held,
  isFitted,
  placedOnPixels,
  seenPart,
  stripOf,
  zoomedTo,
  type Point,
  type Pose,
  type Size,
} from '../logic/zoom.ts';

const step = 1.5;
const middle: Point = { x: 0, y: 0 };
/** An arrow key's step along a long picture, as a share of the stage. */
const stride = 0.25;

/** How the picture that is open lies in its room: whole, larger, or along its length. */
export class StageState {
  /** The pose changes by a glide (a button, a key) or follows the hand at once (wheel, drag). */
  isGliding = $state(false);
  readonly #size: () => Size | undefined;
  #stage = $state.raw<Size>({ width: 1, height: 1 });
  /** Of a picture of that size: one of another size is whole at first. */
  #laid = $state.raw<{ readonly pose: Pose; readonly of: Size } | undefined>();
  #isAlong = $state(false);

  /** @param size of what is shown, in its own pixels; none: nothing is open */
  constructor(size: () => Size | undefined) {
    this.#size = size;
  }

  readonly size = $derived.by(() => this.#size());
  readonly fit = $derived.by(() =>
    this.size ? fitted(this.size, this.#stage, devicePixelRatio) : { scale: 1, x: 0, y: 0 },
  );
  readonly pose = $derived.by(() => {
    const laid = this.#laid;
    const isSame = laid && laid.of.width === this.size?.width && laid.of.height === this.size.height;
    return isSame ? laid.pose : this.fit;
  });
  readonly isWhole = $derived(this.size ? isFitted(this.pose, this.size, this.#stage, devicePixelRatio) : true);
  /** Where it is drawn, from the stage's corner, in CSS px: on whole pixels of the screen. */
  readonly place = $derived(this.size && placedOnPixels(this.pose, this.size, this.#stage, devicePixelRatio));
  /** Screen pixels a photo pixel: 1 is actual size. */
  readonly magnification = $derived(this.pose.scale * devicePixelRatio);
  /** The part of the picture that is on screen. */
  readonly seen = $derived(this.size ? seenPart(this.pose, this.size, this.#stage) : { x: 0, y: 0, w: 1, h: 1 });
  /** So much longer than its room that there is more to be seen along its length. */
  readonly isLong = $derived(this.size !== undefined && stripOf(this.size, this.#stage) !== undefined);
  /** It fills its room across, and is moved along. */
  readonly isAlong = $derived(this.#isAlong && this.isLong && !this.isWhole);

  /** Another picture is shown, or the same one otherwise. */
  reset(): void {
    this.isGliding = false;
    this.#isAlong = false;
    this.#laid = undefined;
  }

  toggleActualSize(): void {
    if (this.isWhole) this.showActualSize();
    else this.showWhole();
  }

  readonly attach = (stage: HTMLElement): (() => void) => {
    const resized = new ResizeObserver(() => {
      const wasWhole = this.isWhole;
      this.#stage = { width: Math.max(1, stage.clientWidth), height: Math.max(1, stage.clientHeight) };
      this.isGliding = false;
      if (wasWhole) this.#laid = undefined;
      else if (this.size) this.#lay(held(this.pose, this.size, this.#stage));
    });
    resized.observe(stage);
    return () => resized.disconnect();
  };

  zoomBy(factor: number, at: Point = middle, isGliding = true): void {
    if (!this.size) return;
    this.isGliding = isGliding;
    this.#lay(zoomedTo(this.pose, this.pose.scale * factor, this.size, this.#stage, at, devicePixelRatio));
  }

  zoomIn(): void {
    this.zoomBy(step);
  }

  zoomOut(): void {
    this.zoomBy(1 / step);
  }

  showWhole(): void {
    this.isGliding = true;
    this.#isAlong = false;
    this.#laid = undefined;
  }

  showActualSize(at: Point = middle): void {
    if (!this.size) return;
    this.isGliding = true;
    this.#lay(actualSize(this.pose, this.size, this.#stage, at, devicePixelRatio));
  }

  toggleZoom(at: Point): void {
    if (!this.isWhole) this.showWhole();
    else if (this.magnification < 0.5) this.showActualSize(at);
    else this.zoomBy(2, at);
  }

  /** A long picture fills its room across, from its beginning on; said again it is whole. */
  toggleAlong(): void {
    if (this.isAlong || !this.size) return this.showWhole();
    const strip = stripOf(this.size, this.#stage);
    if (!strip) return;
    this.isGliding = true;
    this.#isAlong = true;
    this.#lay(strip);
  }

  /** @param steps 1 on, -1 back */
  goAlong(steps: 1 | -1): void {
    const { width, height } = this.#stage;
    this.pan(-steps * stride * width, -steps * stride * height, true);
  }

  pan(dx: number, dy: number, isGliding = false): void {
    if (!this.size) return;
    this.isGliding = isGliding;
    this.#lay(held({ ...this.pose, x: this.pose.x + dx, y: this.pose.y + dy }, this.size, this.#stage));
  }

  #lay(pose: Pose): void {
    if (this.size) this.#laid = { pose, of: { width: this.size.width, height: this.size.height } };
  }
}
