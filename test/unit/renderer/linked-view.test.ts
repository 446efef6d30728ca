import { expect, test } from 'vitest';
import { poseOf, viewOf, whole, zoomedAt } from '../../../renderer/logic/linked-view.ts';
import { placedOnPixels } from '../../../renderer/logic/zoom.ts';

const pane = { width: 500, height: 400 };
const large = { width: 4000, height: 3000 };
const small = { width: 2000, height: 1500 };

test('photos of other sizes show the same part of them', () => {
  const view = zoomedAt(whole, 1, { x: 100, y: -50 }, { photo: large, pane, devicePixelRatio: 1 });
  expect(poseOf(view, large, pane, 1).scale).toBeCloseTo(1);
  expect(poseOf(view, small, pane, 1).scale).toBeCloseTo(2);
  for (const photo of [large, small]) {
    const { scale, x, y } = poseOf(view, photo, pane, 1);
    const middle = { x: 0.5 - x / (photo.width * scale), y: 0.5 - y / (photo.height * scale) };
    expect(middle.x).toBeCloseTo(view.middle.x);
    expect(middle.y).toBeCloseTo(view.middle.y);
  }
});

test('what is under the pointer stays there', () => {
  const at = { x: 120, y: 80 };
  const before = poseOf(whole, large, pane, 1);
  const after = poseOf(zoomedAt(whole, 0.5, at, { photo: large, pane, devicePixelRatio: 1 }), large, pane, 1);
  const under = ({ scale, x }: { scale: number; x: number }) => (at.x - x) / scale;
  expect(under(after)).toBeCloseTo(under(before));
});

test('zooming out ends with the whole photo, and no photo leaves its pane', () => {
  const given = { photo: large, pane, devicePixelRatio: 1 };
  const zoomed = zoomedAt(whole, 1, { x: 200, y: 100 }, given);
  expect(zoomedAt(zoomed, 0.01, { x: 0, y: 0 }, given)).toEqual(whole);
  const pose = poseOf({ zoom: 4, middle: { x: 9, y: 9 } }, large, pane, 1);
  expect(viewOf(pose, large, pane, 1).middle.x).toBeLessThan(1);
});

test('at actual size a photo pixel is a screen pixel, and begins where one does', () => {
  for (const devicePixelRatio of [1, 1.5, 2]) {
    const given = { photo: small, pane: { width: 501, height: 333 }, devicePixelRatio };
    const view = zoomedAt(whole, 1 / devicePixelRatio, { x: 33, y: 21 }, given);
    const { left, top, width } = placedOnPixels(
      poseOf(view, small, given.pane, devicePixelRatio),
      small,
      given.pane,
      devicePixelRatio,
    );
    expect(width * devicePixelRatio).toBeCloseTo(small.width);
    for (const px of [left, top])
      expect(Math.abs(px * devicePixelRatio - Math.round(px * devicePixelRatio))).toBeLessThan(1e-6);
  }
});
