import fs from 'node:fs';
import path from 'node:path';
import { bitsOf, mostCoarseBits } from '../../../main/copies/bands.ts';
import { candidatePairs, mostBits } from '../../../main/copies/candidates.ts';
import { hashBytes } from '../../../main/copies/look.ts';
import { type Matched, matchCopies } from '../../../main/copies/match.ts';
import { lookOfJpeg } from '../../../main/pipeline/small-look.ts';
import { measured, promised } from '../shared/report.ts';
import type { Bench } from '../shared/scale.ts';
import { madeHashes } from './made-hashes.ts';

const sample = path.join(import.meta.dirname, '../../../resources/sample-photos/outdoors/sample-10.jpg');

/**
 * How long finding copies takes with 100,000 photos, after they were indexed.
 * Peer: each compared with each.
 */
export const manyBench: Bench = async (scale, tell) => {
  const count = scale.isQuick ? 2_000 : 100_000;
  const hashes = madeHashes(count);
  const { pixels } = await lookOfJpeg(fs.readFileSync(sample));
  const photos = Array.from({ length: count }, (_, at): Matched => {
    const shot = { takenWallMs: 0, takenFrom: 'file', takenPrecision: undefined };
    const hash = hashes.subarray(at * hashBytes, (at + 1) * hashBytes);
    return { ...shot, id: at + 1, hash, isFresh: true, isRaw: false, width: 4_000, height: 3_000 };
  });
  const all = timed(() => matchCopies(photos, () => pixels).length);
  const about = `with their pixels; ${all.result} pairs; ${all.tookS.toFixed(1)} s by the clock`;
  tell(promised(`copies among ${count} photos: computing`, all.computedS, 's', { atMost: 10 }, about));
  const banded = timed(() => candidatePairs(hashes).length / 2);
  tell(
    measured(
      'of it: candidates',
      banded.tookS,
      's',
      `${banded.result} pairs; ${banded.computedS.toFixed(1)} s of computing`,
    ),
  );
  const few = timed(() => candidatePairs(hashes, (at) => at >= count - 100).length / 2);
  tell(measured('candidates of 100 new ones', few.computedS, 's', `${few.result} pairs`));
  scale.say(`each of ${count} with each`);
  const each = timed(() => eachWithEach(hashes));
  tell(
    measured(
      'candidates, each compared with each',
      each.tookS,
      's',
      `${each.result} pairs; ${each.computedS.toFixed(1)} s of computing`,
    ),
  );
  tell(promised('as fast as that', each.computedS / banded.computedS, 'x', { atLeast: 2 }, banded.result === each.result ? 'the same pairs' : 'OTHER PAIRS')); // prettier-ignore
};

function eachWithEach(hashes: Uint8Array): number {
  const words = new Uint32Array(hashes.slice().buffer);
  const each = hashBytes / 4;
  let pairs = 0;
  for (let one = 0; one < words.length; one += each) {
    const low = words[one] ?? 0;
    const high = words[one + 1] ?? 0;
    for (let other = 0; other < one; other += each) {
      if (bitsOf((words[other] ?? 0) ^ low) + bitsOf((words[other + 1] ?? 0) ^ high) > mostCoarseBits) continue;
      let bits = 0;
      for (let at = 0; at < each; at++) bits += bitsOf((words[one + at] ?? 0) ^ (words[other + at] ?? 0));
      if (bits <= mostBits) pairs++;
    }
  }
  return pairs;
}

/** @returns `computedS` too: what others do on the same cores is not in it */
function timed<T>(work: () => T): { result: T; tookS: number; computedS: number } {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, tookS: (performance.now() - startedAt) / 1_000, computedS: (user + system) / 1e6 };
}
