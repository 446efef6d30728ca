const stopsSelector = 'button:not(:disabled, [tabindex="-1"]), input, textarea, [tabindex="0"]';

/**
 * Tab in what lies over everything else: all behind it is inert, and this closes the circle past the window's own end.
 * @param root holds all that Tab may come to; it may have the focus itself
 */
export function keepInside(event: KeyboardEvent, root: HTMLElement | undefined): void {
  const stops = [...(root?.querySelectorAll<HTMLElement>(stopsSelector) ?? [])];
  const [first, last] = [stops[0], stops.at(-1)];
  const isAtEdge = event.shiftKey ? event.target === first || event.target === root : event.target === last;
  if (!first || !last || !isAtEdge) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
