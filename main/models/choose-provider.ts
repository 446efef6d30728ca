import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine } from '../../preload/contract/work.ts';
import { reportOf } from '../util/failure.ts';
import type { Model } from './model.ts';
import { openImageTower, type Provider } from './open-image-tower.ts';
import { testBatch } from './test-batch.ts';

/** What is known of a provider from an earlier try on this machine, with this model and this version of the app. */
export type Verdict =
  /** Written before the try: where it is still found at the next start, that try ended or hung the process. */
  | { readonly is: 'trying' }
  | { readonly is: 'right'; readonly agreement: number; readonly msPerPhoto: number }
  | { readonly is: 'wrong'; readonly agreement: number }
  | { readonly is: 'failed'; readonly why: string };

export interface ProviderMemory {
  recall(provider: Provider): Verdict | undefined;
  /** Must be on the disk before this returns: the next step may end the process. */
  remember(provider: Provider, verdict: Verdict): void | Promise<void>;
}

export type ChosenEngine = Engine & { readonly provider: Provider };

/**
 * The fastest execution provider that gives the CPU's answer. Each candidate is tried on fixed test pictures before it
 * is trusted; when in doubt it is the CPU. A verdict that is remembered is not tried again. Runs where a crash or a
 * hang is survived: in the embedder process, under its host's timeout.
 *
 * @param options.wanted `auto`, or the one provider to try before the CPU
 * @throws Failure 'model-damaged' or 'model-missing' when not even the CPU can run the model
 */
export async function chooseProvider(options: {
  model: Model;
  folder: string;
  wanted: Settings['provider'];
  threads: number;
  memory: ProviderMemory;
  log: (line: string) => void;
}): Promise<ChosenEngine> {
  const { model, wanted } = options;
  const all = candidatesOf(process.platform);
  const asked = wanted === 'auto' ? all : wanted === 'cpu' ? [] : [wanted];
  const engine = (provider: Provider, why: string, tried: readonly Candidate[]): ChosenEngine => ({
    modelId: model.id,
    modelName: model.name,
    provider,
    why,
    candidates: [
      ...tried.map((one) => (one.provider === provider ? { ...one, verdict: 'used' as const } : one)),
      ...all.filter((one) => !asked.includes(one)).map((one) => ({ provider: one, verdict: 'not-tried' as const })),
      { provider: 'cpu', verdict: provider === 'cpu' ? ('used' as const) : ('right' as const) },
    ],
  });
  if (wanted === 'cpu') return engine('cpu', 'The CPU was chosen in the settings.', []);

  let cpu: Promise<Answer> | undefined;
  const cpuAnswer = () => (cpu ??= answerOf('cpu', options));
  const tried: Candidate[] = [];
  const speeds: { provider: Provider; msPerPhoto: number }[] = [];
  for (const provider of asked) {
    const verdict = isAbsent(provider) ?? (await verdictOn(provider, options, cpuAnswer));
    options.log(`execution provider ${provider}: ${JSON.stringify(verdict)}`);
    tried.push(describe(provider, verdict));
    if (verdict.is === 'right') speeds.push({ provider, msPerPhoto: verdict.msPerPhoto });
  }

  const best = speeds.toSorted((a, b) => a.msPerPhoto - b.msPerPhoto)[0];
  if (!best) return engine('cpu', whyNoneOf(tried, wanted), tried);
  if (wanted === best.provider)
    return engine(best.provider, 'Chosen in the settings, and it gives the CPU’s answer.', tried);
  const { msPerPhoto } = await cpuAnswer();
  const times = `${best.msPerPhoto.toFixed(1)} ms a photo on ${best.provider}, ${msPerPhoto.toFixed(1)} ms on the CPU`;
  return best.msPerPhoto < msPerPhoto
    ? engine(best.provider, `The fastest that gives the CPU’s answer: ${times}.`, tried)
    : engine('cpu', `The CPU is the fastest here: ${times}.`, tried);
}

type Candidate = Engine['candidates'][number];
type Try = Parameters<typeof chooseProvider>[0];

interface Answer {
  readonly embeddings: Float32Array;
  readonly msPerPhoto: number;
}

/** Below this cosine the order of results would be another one; fp16 graphs keep 0.9999. */
const enoughAgreement = 0.999;

function candidatesOf(platform: NodeJS.Platform): Provider[] {
  if (platform === 'darwin') return ['coreml', 'webgpu'];
  if (platform === 'win32') return ['dml', 'webgpu'];
  return ['cuda', 'webgpu'];
}

function isAbsent(provider: Provider): { is: 'absent'; why: string } | undefined {
  const known = listSupportedBackends().find(({ name }) => name === provider);
  if (!known) return { is: 'absent', why: 'Not part of the runtime on this system.' };
  if (provider !== 'cuda') return undefined;
  // The runtime's npm package leaves this library (some 400 MB) to those who have the hardware.
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const { platform, arch } = process;
  const library = join(dirname(entry), '..', 'bin', 'napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so');
  return existsSync(library) ? undefined : { is: 'absent', why: 'The CUDA library of the runtime is not installed.' };
}

async function verdictOn(provider: Provider, options: Try, cpuAnswer: () => Promise<Answer>): Promise<Verdict> {
  const known = options.memory.recall(provider);
  if (known) return known.is === 'trying' ? { is: 'failed', why: 'It ended the process when it was tried.' } : known;
  const right = await cpuAnswer();
  await options.memory.remember(provider, { is: 'trying' });
  const verdict = await tryOut(provider, options, right);
  await options.memory.remember(provider, verdict);
  return verdict;
}

async function tryOut(provider: Provider, options: Try, right: Answer): Promise<Verdict> {
  try {
    const { embeddings, msPerPhoto } = await answerOf(provider, options);
    const agreement = leastCosine(embeddings, right.embeddings, options.model.dim);
    return agreement >= enoughAgreement ? { is: 'right', agreement, msPerPhoto } : { is: 'wrong', agreement };
  } catch (error) {
    // Nothing a provider does may stop indexing: what it said becomes its verdict.
    return { is: 'failed', why: reportOf(error).message };
  }
}

async function answerOf(provider: Provider, { model, folder, threads }: Try): Promise<Answer> {
  await using tower = await openImageTower(model, folder, { provider, threads });
  const count = model.image.batchSize;
  const pixels = testBatch(model.image.preprocess, count);
  await tower.embedImages(pixels, count); // the first run compiles
  const startedAt = performance.now();
  const embeddings = await tower.embedImages(pixels, count);
  return { embeddings, msPerPhoto: (performance.now() - startedAt) / count };
}

function leastCosine(a: Float32Array, b: Float32Array, dim: number): number {
  let least = 1;
  for (let start = 0; start < a.length; start += dim) {
    let dot = 0;
    for (let i = start; i < start + dim; i++) dot += (a[i] ?? NaN) * (b[i] ?? NaN);
    least = Math.min(least, dot);
  }
  return least;
}

function describe(provider: Provider, verdict: Verdict | { is: 'absent'; why: string }): Candidate {
  if (verdict.is === 'trying') throw new Error('a verdict was asked for before the try ended');
  return {
    provider,
    verdict: verdict.is,
    ...('agreement' in verdict && { agreement: verdict.agreement }),
    ...('why' in verdict && { note: verdict.why }),
  };
}

function whyNoneOf(tried: readonly Candidate[], wanted: Settings['provider']): string {
  const reasons = tried.map(({ provider, verdict, note }) => `${provider}: ${note ?? `its answer is ${verdict}.`}`);
  const start = wanted === 'auto' ? 'No faster provider is usable here.' : `${wanted} cannot be used here.`;
  return [start, ...reasons].join(' ');
}
