/**
 * [Note: Scroll scale]
 * Chromium clips an element at about 33.5 million px and paints with 32-bit floats, which hold halves of a pixel only
 * up to 8 million. A taller grid gets an element of that height, and the scroll position stands for a larger one:
 * a wheel moves the picture pixel by pixel, dragging the scroll bar moves it in proportion. The first and the last few
 * screens are one to one either way, so that a wheel meets both ends where they are.
 */
export const tallestElementPx = 8_000_000;

const edgeScreens = 8;

export interface ScrollScale {
  /** Height of everything, and of the element that stands for it. */
  readonly contentPx: number;
  readonly elementPx: number;
  readonly viewPx: number;
}

/** Where the view stands: in the element (what the browser knows) and in the content (what is drawn). */
export interface ScrollPlace {
  readonly elementTopPx: number;
  readonly contentTopPx: number;
}

export function scrollScale(contentPx: number, viewPx: number, tallestPx = tallestElementPx): ScrollScale {
  return { contentPx, elementPx: Math.min(contentPx, Math.max(tallestPx, viewPx)), viewPx };
}

/** The place after the browser scrolled to `elementTopPx`. */
export function placeAfterScroll(scale: ScrollScale, before: ScrollPlace, elementTopPx: number): ScrollPlace {
  if (scale.elementPx === scale.contentPx) return { elementTopPx, contentTopPx: elementTopPx };
  if (elementTopPx <= 0 || elementTopPx >= mostElementTop(scale))
    return { elementTopPx, contentTopPx: proportional(scale, elementTopPx) };
  const movedPx = elementTopPx - before.elementTopPx;
  const contentTopPx =
    Math.abs(movedPx) > scale.viewPx ? proportional(scale, elementTopPx) : before.contentTopPx + movedPx;
  return { elementTopPx, contentTopPx: clamp(contentTopPx, 0, mostContentTop(scale)) };
}

/** The place that shows a stretch of the content, with the scroll bar where it belongs. */
export function placeAt(scale: ScrollScale, contentTopPx: number): ScrollPlace {
  const top = clamp(contentTopPx, 0, mostContentTop(scale));
  if (scale.elementPx === scale.contentPx) return { elementTopPx: top, contentTopPx: top };
  const { edgePx, elementEndPx, contentEndPx } = endsOf(scale);
  const share = (top - edgePx) / (contentEndPx - 2 * edgePx);
  const elementTopPx =
    top <= edgePx
      ? top
      : top >= contentEndPx - edgePx
        ? elementEndPx - (contentEndPx - top)
        : edgePx + share * (elementEndPx - 2 * edgePx);
  return { elementTopPx, contentTopPx: top };
}

/**
 * Whether pixel-by-pixel scrolling has carried the scroll bar so far from where it belongs that it must be set right:
 * always before it would meet an end of the element that is not the end of the content.
 */
export function isAstray(scale: ScrollScale, place: ScrollPlace): boolean {
  if (scale.elementPx === scale.contentPx) return false;
  const due = placeAt(scale, place.contentTopPx).elementTopPx;
  if (Math.abs(due - place.elementTopPx) < 1) return false;
  const { edgePx, elementEndPx } = endsOf(scale);
  return place.elementTopPx < edgePx / 2 || place.elementTopPx > elementEndPx - edgePx / 2;
}

/** The content's place for one of the scroll bar. */
function proportional(scale: ScrollScale, elementTopPx: number): number {
  const { edgePx, elementEndPx, contentEndPx } = endsOf(scale);
  const top = clamp(elementTopPx, 0, elementEndPx);
  if (top <= edgePx) return top;
  if (top >= elementEndPx - edgePx) return contentEndPx - (elementEndPx - top);
  return edgePx + ((top - edgePx) / (elementEndPx - 2 * edgePx)) * (contentEndPx - 2 * edgePx);
}

/** How far one can scroll, and how much of it at either end is one to one. */
function endsOf(scale: ScrollScale) {
  const elementEndPx = Math.max(0, scale.elementPx - scale.viewPx);
  const edgePx = Math.min(scale.viewPx * edgeScreens, elementEndPx / 4);
  return { edgePx, elementEndPx, contentEndPx: mostContentTop(scale) };
}

function mostElementTop(scale: ScrollScale): number {
  return Math.max(0, scale.elementPx - scale.viewPx);
}

function mostContentTop(scale: ScrollScale): number {
  return Math.max(0, scale.contentPx - scale.viewPx);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
