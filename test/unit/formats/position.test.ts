import { expect, test } from 'vitest';
import { noExif, type TagValue } from '../../../main/formats/metadata/exif.ts';
import { parseDegrees, positionOf } from '../../../main/formats/metadata/position.ts';

test.each([
  ['39,6.9N', undefined, 39.115],
  ['39,6,54S', undefined, -39.115],
  ['-82.5664', undefined, -82.5664],
  ['35.0122', 'South', -35.0122],
  ['W 82.5664', undefined, -82.5664],
  ['82.5664° W', undefined, -82.5664],
  ['35° 0\' 43.92" N', undefined, 35.0122],
  ['35 deg 0\' 43.92" S', undefined, -35.0122],
  ['35/1 0/1 4392/100', 'S', -35.0122],
  ['48,8566', undefined, 48.8566],
  ['48:51:23.76N', undefined, 48.8566],
  ['2° 21\' 7.92" Ouest', undefined, -2.3522],
  ['2° 21\' 7.92" Ost', undefined, 2.3522],
  ['1.25e-2', undefined, 0.0125],
  ['-1.25E-02', undefined, -0.0125],
  // The east of some and the west of others.
  ['2° 21\' 7.92" O', undefined, undefined],
  ['48.8566', 'O', undefined],
  ['none', undefined, undefined],
  ['48,99,99N', undefined, undefined],
])('%s %s is %s degrees', (text, reference, degrees) => {
  const found = parseDegrees(text, reference);
  expect(found).toEqual(degrees === undefined ? undefined : expect.closeTo(degrees, 5));
});

test('a signed number of EXIF with its letter beside it is south or west once', () => {
  const text = (letter: string) => ({ is: 'text', text: letter, bytes: Buffer.from(letter) }) as const;
  const numbers = (...all: number[]) => ({ is: 'numbers', numbers: all }) as const;
  const at = (latitude: readonly number[], ns: string, longitude: readonly number[], ew: string) => {
    const gps = new Map<number, TagValue>([
      [1, text(ns)],
      [2, numbers(...latitude)],
      [3, text(ew)],
      [4, numbers(...longitude)],
    ]);
    return positionOf({ ...noExif, gps }, undefined);
  };
  const sydney = { latitude: expect.closeTo(-33.85833, 5) as number, longitude: expect.closeTo(151.2, 5) as number };
  expect(at([33, 51, 30], 'S', [151, 12, 0], 'E')).toEqual(sydney);
  expect(at([-33, 51, 30], 'S', [151, 12, 0], 'E')).toEqual(sydney);
  expect(at([-33, -51, -30], 'S', [151, 12, 0], 'E')).toEqual(sydney);
  expect(at([48.85], 'N', [-2.35], 'W')).toEqual({ latitude: 48.85, longitude: -2.35 });
});
