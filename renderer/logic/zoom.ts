export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a photo lies on the stage: `scale` in CSS px a photo px, and the offset of its middle from the stage's middle. */
export interface Pose {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const closest = 8;
const mostGrown = 4;

/** The whole photo visible, as large as the stage allows; past four screen pixels a photo pixel nothing is gained. */
export function fitted(photo: Size, stage: Size, devicePixelRatio: number): Pose {
  return { scale: Math.min(fitScale(photo, stage), mostGrown / devicePixelRatio), x: 0, y: 0 };
}

/** One photo pixel on one screen pixel. */
export function actualSize(pose: Pose, photo: Size, stage: Size, at: Point, devicePixelRatio: number): Pose {
  return zoomedTo(pose, 1 / devicePixelRatio, photo, stage, at, devicePixelRatio);
}

/** Zooms so that the photo's point under `at` (from the stage's middle) stays under it. */
export function zoomedTo(
  pose: Pose,
  wishedScale: number,
  photo: Size,
  stage: Size,
  at: Point,
  devicePixelRatio: number,
): Pose {
  const least = fitted(photo, stage, devicePixelRatio).scale;
  const scale = clamp(wishedScale, least, Math.max(least, closest / devicePixelRatio));
  const factor = scale / pose.scale;
  return held({ scale, x: at.x - (at.x - pose.x) * factor, y: at.y - (at.y - pose.y) * factor }, photo, stage);
}

/** Keeps the photo on the stage: centred in a direction it does not fill, never past its edge in one it does. */
export function held(pose: Pose, photo: Size, stage: Size): Pose {
  const roomX = Math.max(0, (photo.width * pose.scale - stage.width) / 2);
  const roomY = Math.max(0, (photo.height * pose.scale - stage.height) / 2);
  return { scale: pose.scale, x: clamp(pose.x, -roomX, roomX), y: clamp(pose.y, -roomY, roomY) };
}

/** Longer than its room by this much it is looked at along its length. */
const leastLonger = 1.6;

/**
 * How a long picture, a panorama, fills its room across and begins at its left or upper end.
 * @returns undefined for one that is not long
 */
export function stripOf(photo: Size, stage: Size): Pose | undefined {
  const [across, along] = [stage.width / photo.width, stage.height / photo.height];
  const scale = Math.max(across, along);
  if (
    scale < leastLonger * Math.min(across, along) ||
    Math.max(photo.width, photo.height) < 2 * Math.min(photo.width, photo.height)
  )
    return undefined;
  return held({ scale, x: Infinity, y: Infinity }, photo, stage);
}

/**
 * Where a photo's picture is drawn on its stage, in CSS px from the stage's corner: on whole pixels of the screen, so that a
 * photo pixel on a screen pixel stays as sharp as it is.
 */
export function placedOnPixels(
  pose: Pose,
  photo: Size,
  stage: Size,
  devicePixelRatio: number,
): Size & { left: number; top: number } {
  const [width, height] = [photo.width * pose.scale, photo.height * pose.scale];
  const snapped = (px: number) => Math.round(px * devicePixelRatio) / devicePixelRatio;
  return {
    width,
    height,
    left: snapped(stage.width / 2 + pose.x - width / 2),
    top: snapped(stage.height / 2 + pose.y - height / 2),
  };
}

/** The part of the photo that is on the stage, in fractions of it. */
export function seenPart(pose: Pose, photo: Size, stage: Size): { x: number; y: number; w: number; h: number } {
  const [width, height] = [photo.width * pose.scale, photo.height * pose.scale];
  const [w, h] = [Math.min(1, stage.width / width), Math.min(1, stage.height / height)];
  return { x: clamp(0.5 - pose.x / width - w / 2, 0, 1 - w), y: clamp(0.5 - pose.y / height - h / 2, 0, 1 - h), w, h };
}

export function isFitted(pose: Pose, photo: Size, stage: Size, devicePixelRatio: number): boolean {
  return pose.scale <= fitted(photo, stage, devicePixelRatio).scale * 1.001;
}

function fitScale(photo: Size, stage: Size): number {
  return Math.min(stage.width / photo.width, stage.height / photo.height);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value)) + 0;
}
