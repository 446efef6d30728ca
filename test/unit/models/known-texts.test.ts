import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readKnownTexts } from '../../../main/models/known-texts.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { promptsOf } from '../../../main/tags/askable.ts';
import { loadVocabulary } from '../../../main/tags/vocabulary.ts';
import { dot } from '../../../main/util/dot.ts';

const resources = path.join(import.meta.dirname, '../../../resources');
const file = path.join(resources, 'calibration/texts/starter.bin');

test('every sentence and prompt that ships is known beforehand, as the text tower says it', async () => {
  const known = await readKnownTexts(file, starter);
  await using tower = await openTextTower(starter, path.join(resources, 'models/starter'));
  const sentences: unknown = JSON.parse(
    fs.readFileSync(path.join(resources, 'calibration/background-sentences.json'), 'utf8'),
  );
  const { concepts } = await loadVocabulary(path.join(resources, 'vocabularies'));
  const prompts = concepts.flatMap((concept) => promptsOf(concept, starter.text.classTemplates, tower.reads));
  const texts = [...(sentences as string[]), ...prompts];
  expect(texts.filter((text) => known.vectorOf(text) === undefined)).toEqual([]);
  // The kernels for four-bit weights round otherwise on another processor: 0.99985 and more.
  for (const text of texts.filter((_, at) => at % 200 === 0))
    expect(dot(known.vectorOf(text) ?? new Float32Array(0), await tower.embedTexts([text]))).toBeGreaterThan(0.9995);
});

test('another text, another revision and a file that is not there know nothing', async () => {
  expect((await readKnownTexts(file, starter)).vectorOf('a zebra in a telephone box')).toBeUndefined();
  expect((await readKnownTexts(file, { ...starter, revision: 99 })).vectorOf('dog')).toBeUndefined();
  expect((await readKnownTexts(`${file}.not`, starter)).vectorOf('dog')).toBeUndefined();
  expect((await readKnownTexts(file, { ...starter, dim: 100 })).vectorOf('dog')).toBeUndefined();
});
