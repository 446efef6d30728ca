import type { Model } from './model.ts';
import { openImageTower, type ImageInput, type OpenImageTower, type Provider } from './open-image-tower.ts';
import { testBatch } from './test-batch.ts';

/** How fast a provider is with so many pictures in a pass. */
export interface Batch {
  readonly size: number;
  readonly photosPerSecond: number;
  /** By how much the process had grown since the model was loaded. */
  readonly megabytes: number;
}

export interface Measured {
  readonly agreement: number;
  readonly msPerPhoto: number;
  readonly batchSize: number;
  readonly batches: readonly Batch[];
  readonly isHalf: boolean;
}

/** What the CPU answers to the test pictures: what everyone else is compared with. */
export interface Answer {
  readonly embeddings: Float32Array;
  readonly msPerPhoto: number;
}

export interface Measuring {
  readonly model: Model;
  readonly folder: string;
  readonly threads: number;
  /** No number of pictures is tried any more after so long: what is known by then decides. */
  readonly budgetMs: number;
}

/** As many as the model's pictures are varied: each is another. */
export const testPictures = 8;
/** Below this cosine the order of results would be another one; fp16 graphs keep 0.9999. */
export const enoughAgreement = 0.999;
const sizes = [1, 2, 4, 8, 16, 32] as const;
/** The process is replaced at 1.8 GB: a number of pictures that takes more than this would have it replaced for ever. */
const mostMegabytes = 1_000;
/** So much slower than the CPU in its first pass, it is no candidate: software that plays a GPU takes 30 times as long. */
const hopeless = 3;
/** The smallest number within this of the fastest is taken: it takes less memory, and the end of a round waits less. */
const nearlyAsFast = 0.95;

/** The CPU's answer to the test pictures, with the model's own number of pictures in a pass. */
export async function cpuAnswer(measuring: Measuring): Promise<Answer> {
  await using tower = await openImageTower(measuring.model, measuring.folder, {
    provider: 'cpu',
    threads: measuring.threads,
  });
  const pixels = testBatch(measuring.model.image.preprocess, testPictures);
  await tower.embedImages(pixels, testPictures); // the first run prepares the graph
  const { embeddings, ms } = await timed(tower, pixels, testPictures, measuring.model.image.batchSize);
  return { embeddings, msPerPhoto: ms / testPictures };
}

/**
 * A provider's agreement with the CPU on the test pictures, and its speed with 1, 2, 4 ... 32 pictures in a pass, for as
 * long as more of them bring anything, fit into memory and the budget lasts.
 * @throws what the provider throws; 'model-damaged' for an answer that is no unit vector
 */
export async function measureProvider(
  provider: Provider,
  right: Answer,
  measuring: Measuring,
  isHalf = false,
): Promise<Measured> {
  const { model, folder, threads } = measuring;
  const startedAt = performance.now();
  await using tower = await openImageTower(model, folder, { provider, threads, isHalf });
  const own = model.image.batchSize;
  const pixels = testBatch(model.image.preprocess, sizes.at(-1) ?? testPictures);
  const one = pixels.length / (sizes.at(-1) ?? testPictures);
  const test = pixels.subarray(0, testPictures * one);
  const grown = rssGrowth();
  await tower.embedImages(test.subarray(0, own * one), own); // the first run compiles
  const { embeddings, ms } = await timed(tower, test, testPictures, own);
  const agreement = leastCosine(embeddings, right.embeddings, model.dim);
  const batches: Batch[] = [];
  const first: Batch = { size: own, photosPerSecond: (testPictures * 1000) / ms, megabytes: grown() };
  const isCandidate = provider === 'cpu' || ms / testPictures < hopeless * right.msPerPhoto;
  if (agreement >= enoughAgreement && isCandidate)
    for (const size of sizes) {
      if (size === own) {
        batches.push(first);
        continue;
      }
      if (performance.now() - startedAt > measuring.budgetMs) break;
      const batch = await tried(tower, pixels.subarray(0, size * one), size, grown);
      if (batch === undefined) continue; // a graph for one number of pictures only
      batches.push(batch);
      const best = Math.max(...batches.map(({ photosPerSecond }) => photosPerSecond));
      if (batch.megabytes > mostMegabytes || (size > own && batch.photosPerSecond < 0.8 * best)) break;
    }
  if (!batches.includes(first)) batches.push(first);
  const chosen = bestOf(batches) ?? first;
  return {
    agreement,
    msPerPhoto: 1000 / chosen.photosPerSecond,
    batchSize: chosen.size,
    batches: batches.toSorted((a, b) => a.size - b.size),
    isHalf,
  };
}

/** The smallest number of pictures within 5 % of the fastest, of those that fit into memory. */
export function bestOf(batches: readonly Batch[]): Batch | undefined {
  const fitting = batches.filter(({ megabytes }) => megabytes <= mostMegabytes);
  const fastest = Math.max(...fitting.map(({ photosPerSecond }) => photosPerSecond));
  return fitting
    .toSorted((a, b) => a.size - b.size)
    .find(({ photosPerSecond }) => photosPerSecond >= nearlyAsFast * fastest);
}

async function tried(
  tower: OpenImageTower,
  pixels: ImageInput,
  size: number,
  grown: () => number,
): Promise<Batch | undefined> {
  try {
    await tower.embedImages(pixels, size, size);
  } catch {
    // What it says is of no use to anybody: this number of pictures is left out, the others are still tried.
    return undefined;
  }
  const { ms } = await timed(tower, pixels, size, size);
  return { size, photosPerSecond: (size * 1000) / ms, megabytes: grown() };
}

/** The better of two runs: what else the machine does makes one of them slow. */
async function timed(tower: OpenImageTower, pixels: ImageInput, count: number, batchSize: number) {
  let embeddings: Float32Array = new Float32Array(0);
  let ms = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 2; run++) {
    const startedAt = performance.now();
    embeddings = await tower.embedImages(pixels, count, batchSize);
    ms = Math.min(ms, performance.now() - startedAt);
    if (ms > 1_000) break;
  }
  return { embeddings, ms };
}

function rssGrowth(): () => number {
  const before = process.memoryUsage.rss();
  return () => Math.max(0, Math.round((process.memoryUsage.rss() - before) / 1e6));
}

/** The least cosine of any picture's two vectors; 0 where one of them is no vector. */
export function leastCosine(a: Float32Array, b: Float32Array, dim: number): number {
  let least = 1;
  for (let start = 0; start < a.length; start += dim) {
    let dot = 0;
    for (let i = start; i < start + dim; i++) dot += (a[i] ?? NaN) * (b[i] ?? NaN);
    least = Math.min(least, Number.isNaN(dot) ? 0 : dot);
  }
  return least;
}
