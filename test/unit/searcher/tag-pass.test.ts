import { expect, test } from 'vitest';
import type { Cutoff } from '../../../main/search/cutoff.ts';
import type { Matrix } from '../../../main/search/matrix.ts';
import { createTagPass } from '../../../main/searcher/tag-pass-in-slices.ts';
import type { Bases } from '../../../main/searcher/taught-concepts.ts';
import type { Vocabulary } from '../../../main/tags/vocabulary.ts';

/** Five concepts that nobody can be asked about: what is tried is when a pass begins and ends. */
function passOver(ids: readonly number[], atPause: (count: number) => void) {
  const byId = new Map(
    ['a', 'b', 'c', 'd', 'e'].map((id) => [
      id,
      { concept: { id, name: id, names: {} }, asked: undefined, confirmed: [], rejected: [], least: 0.1, digest: '1' },
    ]),
  );
  const vocabulary = { byId: new Map() } as unknown as Vocabulary;
  const bases = { vocabulary, fit: { suggestAt: 0.5 }, byId } as unknown as Bases;
  const matrix = {
    count: ids.length,
    has: (id: number) => ids.includes(id),
    ids: () => Uint32Array.from(ids),
  } as unknown as Matrix;
  const cutoff = {} as Cutoff;
  let pauses = 0;
  return createTagPass({
    modelKey: 'model',
    library: { storedAfter: () => ({ photoIds: [], lastId: ids.length }), lastStored: () => ids.length },
    matrix: () => matrix,
    partsOf: () => [],
    cutoff: () => Promise.resolve(cutoff),
    concepts: { refresh: () => Promise.resolve(bases), prepare: () => undefined },
    answers: { between: () => [], keywordsBetween: () => [] },
    version: () => 1,
    stored: () => undefined,
    pause: async () => {
      await Promise.resolve();
      atPause(++pauses);
    },
    onNews: () => undefined,
  });
}

test('a pass that is asked again at any moment says at its end that it is over', async () => {
  let most = 0;
  const quiet = passOver([1, 2, 3], (count) => (most = count));
  await quiet.poke();
  expect(quiet.state()).toMatchObject({ state: 'idle', done: 3, total: 3 });
  for (let at = 1; at <= most; at++) {
    let learned: Promise<void> | undefined;
    const pass = passOver([1, 2, 3], (count) => {
      if (count === at) learned = pass.learned();
    });
    await pass.poke();
    await learned;
    expect([at, pass.state()]).toMatchObject([at, { state: 'idle', done: 3, total: 3 }]);
  }
  expect(most).toBeGreaterThan(5);
});
