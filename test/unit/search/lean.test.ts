import path from 'node:path';
import { expect, test } from 'vitest';
import { readKnownTexts } from '../../../main/models/known-texts.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { leanedTo } from '../../../main/search/lean.ts';
import { dot } from '../../../main/util/dot.ts';

const resources = path.join(import.meta.dirname, '../../../resources');

test('a question in other letters comes nearer to what it means in English, one in Latin letters stays', async () => {
  const known = (await readKnownTexts(path.join(resources, 'calibration/texts/starter.bin'), starter)).all();
  await using tower = await openTextTower(starter, path.join(resources, 'models/starter'));
  const english = await tower.embedTexts(['horses']);
  for (const text of ['лошади', '馬', '马']) {
    const vector = await tower.embedTexts([text]);
    const leaned = leanedTo(known, text, vector);
    expect(dot(leaned, leaned), text).toBeCloseTo(1, 5);
    expect(dot(leaned, english), text).toBeGreaterThan(dot(vector, english) + 0.05);
  }
  for (const text of ['caballos', 'horses', '42']) expect(leanedTo(known, text, english), text).toBe(english);
});

test('without known texts, and of mixed letters most of which are Latin, a question stays', () => {
  const vector = Float32Array.of(0.6, 0.8);
  expect(leanedTo(new Float32Array(0), '馬', vector)).toBe(vector);
  expect(leanedTo(Float32Array.of(1, 0), 'my 馬 at home', vector)).toBe(vector);
  const leaned = leanedTo(Float32Array.of(1, 0), '馬', vector);
  expect(leaned[0]).toBeCloseTo(1.2 / Math.hypot(1.2, 0.8), 5);
});
