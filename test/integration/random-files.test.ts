import { expect, test } from 'vitest';
import { playSequence, type Played } from '../fixtures/random-files.ts';

/**
 * Sequences are numbered: each number is the seed of one. Here a share of those that docs/metadata.md tells of is played;
 * LUMISIFT_SEQUENCES=1-2000 plays all of them, and 761-1100 that part.
 */
const [first, last] = rangeOf(process.env['LUMISIFT_SEQUENCES'] ?? '1-40');

test(
  'whatever happens to files, in any order, a photo is what its files say and keeps what the person said',
  { timeout: 3_600_000 },
  async () => {
    const played: Played = { steps: 0, looks: 0, checks: 0, wrong: [] };
    for (let seed = first; seed <= last; seed++) await playSequence(seed, played);
    const sum = `${played.steps} steps, ${played.looks} looks, ${played.checks} values compared`;
    console.log(`sequences ${first} to ${last}: ${sum}`);
    expect(played.wrong).toEqual([]);
  },
);

/** @param text "first-last" */
function rangeOf(text: string): readonly [first: number, last: number] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (Number(from) >= 1 && Number(to) >= Number(from)) return [Number(from), Number(to)];
  throw new Error(`LUMISIFT_SEQUENCES is "${text}", which is no range such as 1-2000.`);
}
