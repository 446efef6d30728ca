import path from 'node:path';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { createBitmap } from '../../../main/search/bitmap.ts';
import { readCalibration } from '../../../main/search/calibration/calibration.ts';
import { backgroundOf, contentWords } from '../../../main/search/cutoff-features.ts';
import { createCutoff } from '../../../main/search/cutoff.ts';
import { search } from '../../../main/search/index.ts';
import type { Matrix } from '../../../main/search/matrix.ts';
import { emptyVocabulary, type ParseContext } from '../../../main/search/parse/context.ts';
import { parse, warmUp } from '../../../main/search/parse.ts';
import { dot } from '../../../main/util/dot.ts';
import { captionCount, captionOf } from '../shared/made-vectors.ts';
import { starterFolder } from '../shared/model.ts';

const { dim } = starter;
const context: ParseContext = { now: new Date(), languages: ['en'], vocabulary: emptyVocabulary };

/**
 * A typed sentence with a time in it, all the way on this one thread: parsed, understood by the text tower, ranked among
 * all photos, cut down to the half that a filter allows, the head scored again, and cut where the matches end. Only what
 * SQLite does is left out. @returns milliseconds of each question
 */
export async function wholeQuestions(matrix: Matrix, vectors: Float32Array, questions: number): Promise<number[]> {
  const count = vectors.length / dim;
  await using tower = await openTextTower(starter, starterFolder);
  const folder = path.join(starterFolder, '../../calibration');
  const calibration = await readCalibration(folder, starter.id, dim);
  const photos = Array.from({ length: 400 }, (_, i) => vectorAt(vectors, Math.floor((i * count) / 400)));
  const scoresOf = (query: Float32Array) => Float32Array.from(photos, (photo) => dot(query, photo));
  const captions = await tower.embedTexts(Array.from({ length: 100 }, (_, i) => captionOf(i)));
  const text = backgroundOf(captions, dim, scoresOf, calibration.reference);
  const cutoff = createCutoff({ calibration, background: { text, photo: text } });
  const allowed = createBitmap(
    count,
    Array.from({ length: count >> 1 }, (_, i) => 2 * i + 1),
  );
  for (const step of warmUp(context)) void step;

  const times: number[] = [];
  for (let at = 0; at < questions + 5; at++) {
    const sentence = `${captionOf((at * 7) % captionCount)} since 2018`;
    const startMs = performance.now();
    const query = parse(sentence, context);
    const words = query.terms.flatMap((term) => (term.is === 'words' ? [term.words] : [])).join(' ');
    const vector = await tower.embedTexts([words]);
    const found = search(
      { plus: [{ vector, weight: 1 }], minus: [], without: [], allowed },
      { matrix, vectorsOf: (ids) => Array.from(ids, (id) => vectorAt(vectors, id - 1)) },
    );
    cutoff.cut(
      found.scores,
      { is: 'text', vector, contentWords: contentWords(words).length },
      { ...(found.library && { library: found.library }) },
    );
    // The first few make what later ones find made.
    if (at >= 5) times.push(performance.now() - startMs);
  }
  return times;
}

function vectorAt(vectors: Float32Array, at: number): Float32Array {
  return vectors.subarray(at * dim, (at + 1) * dim);
}
