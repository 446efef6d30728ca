import type { Engine } from '../../preload/contract/work.ts';

/**
 * About how long the recommended model takes for so many photos. SigLIP 2 (ViT-B/16 at 256 px) does some 26 times the
 * multiplications of the starter's image tower, which gets about half as many of them done a second (depthwise
 * convolutions), so a photo takes some 12 times as long as this machine needs for one now; where that is not measured,
 * 0.7 s of a core.
 * @param engine what runs the starter here, with its measured speed
 * @returns seconds
 */
export function secondsFor(photoCount: number, engine: Engine | undefined, cores: number): number {
  const used = engine?.candidates.find(({ verdict }) => verdict === 'used');
  const fastest = Math.max(0, ...(used?.batches ?? []).map(({ photosPerSecond }) => photosPerSecond));
  return photoCount * (fastest > 0 ? timesSlower / fastest : coreSeconds / Math.max(1, cores));
}

const timesSlower = 12;
const coreSeconds = 0.7;
