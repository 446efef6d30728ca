import type { Point } from './zoom.ts';

/** Where a pointer is, from the middle of the element that hears it, in CSS px. */
export function fromMiddle(event: MouseEvent & { currentTarget: HTMLElement }): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}
