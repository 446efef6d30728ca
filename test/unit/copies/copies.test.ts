import { describe, expect, test } from 'vitest';
import { areCopies, toCompare } from '../../../main/copies/compare.ts';
import { keeperFirst } from '../../../main/copies/keeper.ts';
import { lookOf, lumaSide } from '../../../main/copies/look.ts';
import { matchCopies } from '../../../main/copies/match.ts';
import { areTwoShots } from '../../../main/copies/two-shots.ts';

/** A scene of soft spots, as a function of the place: it can be looked at from anywhere. */
function scene(seed: number) {
  let state = seed * 2654435761 + 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const spots = Array.from({ length: 40 }, () => ({
    x: random(),
    y: random(),
    reach: 0.03 + random() * 0.12,
    colour: [random() * 160 - 80, random() * 160 - 80, random() * 160 - 80],
  }));
  return (x: number, y: number, channel: number) =>
    spots.reduce(
      (sum, spot) =>
        sum + (spot.colour[channel] ?? 0) * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / (2 * spot.reach ** 2)),
      128,
    );
}

interface View {
  left?: number;
  top?: number;
  scale?: number;
  tone?: (value: number) => number;
}

function seen(at: ReturnType<typeof scene>, { left = 0, top = 0, scale = 1, tone = (value) => value }: View = {}) {
  const rgb = new Uint8Array(lumaSide ** 2 * 3);
  for (let y = 0; y < lumaSide; y++)
    for (let x = 0; x < lumaSide; x++)
      for (let c = 0; c < 3; c++)
        rgb[(y * lumaSide + x) * 3 + c] = Math.max(
          0,
          Math.min(255, tone(at(left + (scale * (x + 0.5)) / lumaSide, top + (scale * (y + 0.5)) / lumaSide, c))),
        );
  return lookOf(rgb);
}

const size = { width: 4000, height: 3000 };
const smaller = { width: 1600, height: 1200 };
const copiesOf = (one: ReturnType<typeof seen>, other: ReturnType<typeof seen>, otherSize = size) =>
  areCopies(toCompare(one.pixels, size), toCompare(other.pixels, otherSize));

describe('two small pictures', () => {
  const at = scene(7);
  const whole = seen(at);

  test('are one when only size, tones or a narrow border differ', () => {
    expect(copiesOf(whole, seen(at), smaller)).toBe(true);
    expect(copiesOf(whole, seen(at, { tone: (value) => 255 * (value / 255) ** 1.15 }))).toBe(true);
    expect(copiesOf(whole, seen(at, { tone: (value) => value * 0.9 + 12 }))).toBe(true);
    expect(copiesOf(whole, seen(at, { left: 0.015, top: 0.005, scale: 0.98 }), { width: 3920, height: 2940 })).toBe(
      true,
    );
  });

  test('are two when the camera moved, came nearer, or something in the scene moved', () => {
    expect(copiesOf(whole, seen(at, { left: 0.012 }))).toBe(false);
    expect(copiesOf(whole, seen(at, { left: 0.02, top: 0.02, scale: 0.96 }))).toBe(false);
    expect(copiesOf(whole, seen(at, { left: 0.05, top: 0.05, scale: 0.9 }), smaller)).toBe(false);
    const moved: typeof at = (x, y, c) => at(Math.hypot(x - 0.5, y - 0.5) < 0.15 ? x + 0.06 : x, y, c);
    expect(copiesOf(whole, seen(moved))).toBe(false);
  });

  test('are two when a shifted window has another size, for no crop reaches beyond its whole', () => {
    expect(copiesOf(whole, seen(at, { left: 0.012 }), smaller)).toBe(false);
  });

  test('are two when they are plain, or of another shape', () => {
    const plain = lookOf(new Uint8Array(lumaSide ** 2 * 3).fill(250));
    expect(copiesOf(plain, plain)).toBe(false);
    expect(copiesOf(whole, seen(at), { width: 3000, height: 4000 })).toBe(false);
  });
});

test("what the camera's clock calls two shots is matched with nothing, however alike", () => {
  const look = seen(scene(3));
  const shot = (id: number, takenWallMs: number, takenFrom = 'exif') => ({
    ...{ id, hash: look.hash, isFresh: true, isRaw: false, ...size, takenWallMs, takenFrom, takenPrecision: undefined },
  });
  const photos = [shot(1, 1_000_000), shot(2, 1_001_000), shot(3, 1_000_000), shot(4, 5, 'file')];
  const found = matchCopies([...photos, { ...shot(5, 1_000_000), isRaw: true }], () => look.pixels);
  expect(found.map(String).sort()).toEqual(['1,3', '1,4', '2,4', '3,4']);
});

test('a clock in another zone and lost milliseconds are the same shot', () => {
  const shot = (takenWallMs: number) => ({ takenWallMs, takenFrom: 'exif', takenPrecision: undefined });
  const noonMs = 1_700_000_000_000;
  expect(areTwoShots(shot(noonMs), shot(noonMs + 2 * 3_600_000))).toBe(false);
  expect(areTwoShots(shot(noonMs), shot(noonMs + 480))).toBe(false);
  expect(areTwoShots(shot(noonMs + 120), shot(noonMs + 480))).toBe(true);
  expect(areTwoShots(shot(noonMs), shot(noonMs + 2_000))).toBe(true);
});

const plain = { isPreferred: false, photoId: 1, width: 100, height: 100, sizeBytes: 1000, isFileDate: true, hasPlace: false, hasCaption: false, hasFilm: false, modifiedAtMs: 5 }; // prettier-ignore
const first = (...others: Partial<typeof plain>[]) => {
  const { copies, reason } = keeperFirst(others.map((other, at) => ({ ...plain, photoId: at + 1, ...other })));
  return [copies[0]?.photoId, reason];
};

test('the one to keep has most pixels, then says most, then has most bytes, then is the oldest; the reason is said', () => {
  expect(first({}, { width: 200 })).toEqual([2, 'most-pixels']);
  expect(first({ sizeBytes: 1200 }, { hasPlace: true })).toEqual([2, 'most-said']);
  expect(first({ sizeBytes: 1020 }, { sizeBytes: 1200 })).toEqual([2, 'most-bytes']);
  expect(first({ sizeBytes: 1020, modifiedAtMs: 9 }, {})).toEqual([2, 'oldest']);
  expect(first({}, { modifiedAtMs: 1 })).toEqual([2, 'oldest']);
  expect(first({}, {})).toEqual([1, 'first']);
});

test('one that was taken with a film stays before larger ones: the film goes where it goes', () => {
  expect(first({ width: 200 }, { hasFilm: true })).toEqual([2, 'with-film']);
  expect(first({ width: 200, hasFilm: true }, { hasFilm: true })).toEqual([1, 'most-pixels']);
  expect(first({ width: 200, isPreferred: true }, { hasFilm: true })).toEqual([1, 'preferred-folder']);
});

test('of a series the sharpest is proposed, where it is sharper than all others; of copies that tells nothing', () => {
  const shots = [
    { ...plain, photoId: 1, sharpness: 400, sizeBytes: 1_000 },
    { ...plain, photoId: 2, sharpness: 460, sizeBytes: 1_000 },
    { ...plain, photoId: 3, sharpness: 300, sizeBytes: 2_000 },
  ];
  const first = (...given: Parameters<typeof keeperFirst>) => {
    const { copies, reason } = keeperFirst(...given);
    return [copies[0]?.photoId, reason];
  };
  expect(first(shots, 'series')).toEqual([2, 'sharpest']);
  expect(first(shots)).toEqual([3, 'most-bytes']);
  expect(first([{ ...plain, photoId: 1, sharpness: 400 }, { ...plain, photoId: 2, sharpness: 410, width: 200 }], 'series')).toEqual([2, 'most-pixels']); // prettier-ignore
});

test('one in the folder that the person prefers comes first, and a rule that is asked for before it', () => {
  const all = [
    { ...plain, photoId: 1, width: 200, modifiedAtMs: 9 },
    { ...plain, photoId: 2, isPreferred: true, modifiedAtMs: 8 },
    { ...plain, photoId: 3, hasPlace: true, modifiedAtMs: 7 },
    { ...plain, photoId: 4, modifiedAtMs: 1 },
  ];
  const by = (rule: Parameters<typeof keeperFirst>[2]) => {
    const { copies, reason } = keeperFirst(all, 'copies', rule);
    return [copies[0]?.photoId, reason];
  };
  expect(by('proposed')).toEqual([2, 'preferred-folder']);
  expect(by('preferred-folder')).toEqual([2, 'preferred-folder']);
  expect(by('most-pixels')).toEqual([1, 'most-pixels']);
  expect(by('most-said')).toEqual([3, 'most-said']);
  expect(by('oldest')).toEqual([4, 'oldest']);
  // Where the rule tells nothing the others decide.
  const both = all.slice(0, 2).map((copy) => ({ ...copy, isPreferred: true }));
  expect(keeperFirst(both, 'copies', 'preferred-folder')).toMatchObject({
    reason: 'most-pixels',
    copies: [{ photoId: 1 }, {}],
  });
});
