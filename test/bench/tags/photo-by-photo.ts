import path from 'node:path';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { readCalibration } from '../../../main/search/calibration/calibration.ts';
import { createCutoff } from '../../../main/search/cutoff.ts';
import { askConcepts, prepareConcepts, probabilitiesOf } from '../../../main/tags/suggest.ts';
import { loadVocabulary } from '../../../main/tags/vocabulary.ts';
import { dot } from '../../../main/util/dot.ts';
import { createVectorMaker } from '../shared/made-vectors.ts';
import type { MadeLibrary } from '../shared/made-library.ts';
import { resourcesFolder, starterFolder } from '../shared/model.ts';
import type { Scale } from '../shared/scale.ts';

/** Every concept about one photo after the other, as the viewer asks about one: the plain way, on one thread. */
export async function photoByPhoto(
  scale: Scale,
  { count }: MadeLibrary,
): Promise<{ perPhotoMs: number; photos: number; count: number }> {
  await using text = await openTextTower(starter, starterFolder);
  const vocabulary = await loadVocabulary(path.join(resourcesFolder, 'vocabularies'));
  const asked = await askConcepts(vocabulary.concepts, {
    model: starter,
    embedTexts: (texts) => text.embedTexts(texts),
    reads: (words) => text.reads(words),
  });
  const vectorOf = await createVectorMaker();
  const sample = Array.from({ length: 400 }, (_, at) => vectorOf(Math.floor((at * count) / 400)));
  const usual = { level: 0, levelDeviation: 0.05, spread: 0.08 };
  const cutoff = createCutoff({
    calibration: await readCalibration(path.join(resourcesFolder, 'calibration'), starter.id, starter.dim),
    background: { text: usual, photo: usual },
  });
  const scoresOf = (vector: Float32Array) => Float32Array.from(sample, (photo) => dot(photo, vector));
  const prepared = prepareConcepts(asked, { cutoff, scoresOf, fit: { slope: 1, bias: 0 } });
  const photos = scale.isQuick ? 50 : 1_000;
  const vectors = Array.from({ length: photos }, (_, at) => vectorOf(at));
  for (const vector of vectors.slice(0, 50)) probabilitiesOf([vector], prepared, vocabulary);
  const startMs = performance.now();
  for (const vector of vectors) probabilitiesOf([vector], prepared, vocabulary);
  return { perPhotoMs: (performance.now() - startMs) / photos, photos, count: prepared.length };
}
