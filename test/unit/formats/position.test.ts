import { expect, test } from 'vitest';
import { parseDegrees } from '../../../main/formats/metadata/position.ts';

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
