import { fitted, held, type Point, type Pose, type Size, zoomedTo } from './zoom.ts';

/**
 * What several photos side by side show of themselves, the same of each: how many times larger than whole, and which of its
 * points is in the middle, in fractions of the photo. So photos of other sizes show the same part.
 */
export interface LinkedView {
  readonly zoom: number;
  readonly middle: Point;
}

export const whole: LinkedView = { zoom: 1, middle: { x: 0.5, y: 0.5 } };

/** How a photo lies in its pane. */
export function poseOf({ zoom, middle }: LinkedView, photo: Size, pane: Size, devicePixelRatio: number): Pose {
  const scale = fitted(photo, pane, devicePixelRatio).scale * zoom;
  const offset = { x: (0.5 - middle.x) * photo.width * scale, y: (0.5 - middle.y) * photo.height * scale };
  return held({ scale, ...offset }, photo, pane);
}

/** What all show when one of them lies in its pane like this. */
export function viewOf(pose: Pose, photo: Size, pane: Size, devicePixelRatio: number): LinkedView {
  return {
    zoom: pose.scale / fitted(photo, pane, devicePixelRatio).scale,
    middle: { x: 0.5 - pose.x / (photo.width * pose.scale), y: 0.5 - pose.y / (photo.height * pose.scale) },
  };
}

/** Zooms around a point of one pane (from its middle) to a scale of its photo, in CSS px a photo px. */
export function zoomedAt(
  view: LinkedView,
  scale: number,
  at: Point,
  { photo, pane, devicePixelRatio }: { photo: Size; pane: Size; devicePixelRatio: number },
): LinkedView {
  const pose = zoomedTo(poseOf(view, photo, pane, devicePixelRatio), scale, photo, pane, at, devicePixelRatio);
  return viewOf(pose, photo, pane, devicePixelRatio);
}
