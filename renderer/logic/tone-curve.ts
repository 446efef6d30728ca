/** How high the curve of a channel is drawn, 0..100, for each of its levels from dark to light. */
export type Heights = readonly number[];

/**
 * Heights of several channels on one scale. The highest level between the ends is the top: a white sky or a black frame would
 * flatten all else.
 */
export function toneHeights(channels: readonly (readonly number[])[]): Heights[] {
  const top = Math.max(1, ...channels.map((counts) => Math.max(0, ...counts.slice(1, -1))));
  return channels.map((counts) => counts.map((count) => Math.min(100, (count / top) * 100)));
}

/** An area under the heights, as the path of a picture that is 255 wide and 100 high. */
export function tonePath(heights: Heights): string {
  const points = heights.map((height, level) => `L${level} ${(100 - height).toFixed(1)}`).join('');
  return `M0 100${points}L${Math.max(0, heights.length - 1)} 100Z`;
}

/** How much of the picture is wholly dark or wholly light, 0..1. */
export function clipped(luminance: readonly number[]): { dark: number; light: number } {
  const sum = luminance.reduce((all, count) => all + count, 0) || 1;
  return { dark: (luminance[0] ?? 0) / sum, light: (luminance.at(-1) ?? 0) / sum };
}
