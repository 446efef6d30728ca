/** Faster than this, pictures are not asked for: they would be gone before they came. */
const fastScreensPerSecond = 12;
/** The same where drawing them holds up the scrolling: each would stand there for a quarter of a second at most. */
const behindScreensPerSecond = 4;
/** Scrolling that moves less often than at 45 frames a second is held up. */
const heldUpMs = 22;
/** The speed is measured over, and a rush is over after, this long. */
export const rushMs = 90;

/** Whether a hand rushes through the photos: then no picture is begun, and the scrolling stays smooth. */
export interface Rush {
  /**
   * The view moved.
   * @returns whether it is a rush
   */
  moved(topPx: number, viewHeightPx: number, nowMs: number): boolean;
  /** Nothing has moved for {@link rushMs}. */
  rested(): void;
}

export function createRush(): Rush {
  let from = { px: 0, ms: 0 };
  let moves = 0;
  let isRushing = false;
  /** The machine did not keep up in this rush. Without pictures it does: whether it would with them shows only after a rest. */
  let isBehind = false;

  return {
    moved(topPx, viewHeightPx, nowMs) {
      moves++;
      const tookMs = nowMs - from.ms;
      const screens = Math.abs(topPx - from.px) / Math.max(1, viewHeightPx);
      if (tookMs > rushMs) {
        const perSecond = tookMs < rushMs * 2 ? screens / (tookMs / 1_000) : 0;
        isBehind = perSecond > behindScreensPerSecond && (isBehind || tookMs / moves > heldUpMs);
        isRushing = perSecond > (isBehind ? behindScreensPerSecond : fastScreensPerSecond);
        from = { px: topPx, ms: nowMs };
        moves = 0;
      } else if (screens > (fastScreensPerSecond * rushMs) / 1_000) {
        isRushing = true;
      }
      return isRushing;
    },
    rested() {
      isRushing = isBehind = false;
    },
  };
}
