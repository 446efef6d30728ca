import { expect, test } from 'vitest';
import type { Turning } from '../../../preload/contract/photo.ts';
import type { Format, OpenFile, Pixels } from '../../../main/formats/format.ts';
import { jpeg } from '../../../main/formats/jpeg.ts';
import {
  isSideways,
  regionTurnedBy,
  type Turn,
  turnedBy,
  turnedFormat,
  turnedTogether,
  turnLeft,
  turnOfStep,
} from '../../../main/formats/turn.ts';

/** Three wide and two high, each pixel another. */
const picture: Pixels = { data: Uint8Array.from({ length: 18 }, (_, i) => i * 10), width: 3, height: 2 };
const file: OpenFile = { path: '', bytes: Buffer.alloc(0), modifiedAtMs: 0 };

async function turned(pixels: Pixels, turn: Turn | undefined) {
  const format: Format = { ...jpeg, decode: () => Promise.resolve({ pixels, width: 300, height: 200 }) };
  const decoded = await turnedFormat(format, turn).decode(file, { longEdge: 3, shortEdge: 1 });
  const { data, width, height } = decoded.pixels;
  return { data: [...data], width, height, full: [decoded.width, decoded.height] };
}

test('a quarter to the right brings the lower left corner to the upper left; mirrored, left is right', async () => {
  const right = await turned(picture, 6);
  expect([right.width, right.height, right.full]).toEqual([2, 3, [200, 300]]);
  // Rows from above: 4th and 1st pixel, 5th and 2nd, 6th and 3rd.
  expect(right.data.filter((_, i) => i % 3 === 0)).toEqual([90, 0, 120, 30, 150, 60]);
  const flipped = await turned(picture, 2);
  expect(flipped.data.filter((_, i) => i % 3 === 0)).toEqual([60, 30, 0, 150, 120, 90]);
});

test('turned and turned again is what both do one after the other, for all there are', async () => {
  for (const first of [undefined, 2, 3, 4, 5, 6, 7, 8] as const)
    for (const by of ['right', 'left', 'flip'] satisfies Turning[]) {
      const once = await turned(picture, first);
      const stepwise = await turned({ ...once, data: Uint8Array.from(once.data) }, turnOfStep[by]);
      const { full: _, ...atOnce } = await turned(picture, turnedBy(first, by));
      expect(atOnce, `${first} ${by}`).toEqual({ data: stepwise.data, width: stepwise.width, height: stepwise.height });
    }
});

test('four quarters, one there and one back, and mirrored twice are as it was', () => {
  const all = (...steps: Turning[]) => steps.reduce<Turn | undefined>((turn, by) => turnedBy(turn, by), undefined);
  expect(all('right', 'right', 'right', 'right')).toBeUndefined();
  expect(all('flip', 'right', 'left', 'flip')).toBeUndefined();
  expect(all('right')).toBe(6);
  expect([6, 8, 5, 7].every((turn) => isSideways(turn as Turn))).toBe(true);
});

test('turned by its file and by the person is what both do one after the other, for all there are', async () => {
  for (const inFile of [1, 2, 3, 4, 5, 6, 7, 8] as const)
    for (const turn of [2, 3, 4, 5, 6, 7, 8] as const) {
      const shown = await turned(picture, inFile === 1 ? undefined : inFile);
      const { data, width, height } = await turned({ ...shown, data: Uint8Array.from(shown.data) }, turn);
      const together = turnedTogether(inFile, turn);
      expect(await turned(picture, together === 1 ? undefined : together)).toMatchObject({ data, width, height });
    }
});

test('what is left of a turn after a part of it is what makes it whole, for all there are', () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8] as const;
  for (const done of all)
    for (const whole of all)
      expect([done, whole, turnedTogether(done, turnLeft(done, whole))]).toEqual([done, whole, whole]);
});

test('a part of a picture is the same part of it after each turn, and where it was after all four', () => {
  const part = { x: 0.1, y: 0.2, w: 0.5, h: 0.3 };
  const near = (region: typeof part) => Object.values(region).map((side) => Math.round(side * 1000) / 1000);
  expect(near(regionTurnedBy(part, 'right'))).toEqual([0.5, 0.1, 0.3, 0.5]);
  expect(near(regionTurnedBy(part, 'left'))).toEqual([0.2, 0.4, 0.3, 0.5]);
  expect(near(regionTurnedBy(part, 'flip'))).toEqual([0.4, 0.2, 0.5, 0.3]);
  const around = (['right', 'right', 'right', 'right'] as const).reduce(regionTurnedBy, part);
  expect(near(around)).toEqual(near(part));
  expect(near(regionTurnedBy(regionTurnedBy(part, 'left'), 'right'))).toEqual(near(part));
  expect(regionTurnedBy({ x: 0.9, y: 0.9, w: 0.1, h: 0.1 }, 'right').x).toBe(0);
});
