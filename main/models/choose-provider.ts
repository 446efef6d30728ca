import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine } from '../../preload/contract/work.ts';
import { Failure, reportOf } from '../util/failure.ts';
import type { Model } from './model.ts';
import {
  type Answer,
  cpuAnswer,
  enoughAgreement,
  type Measured,
  measureProvider,
  type Measuring,
} from './measure-provider.ts';
import type { Provider } from './open-image-tower.ts';

/** What is known of a provider from an earlier try on this machine, with this model, driver and version of the app. */
export type Verdict =
  /** Written before the try: where it is still found at the next start, that try ended or hung the process. */
  | { readonly is: 'trying' }
  | ({ readonly is: 'right' } & Omit<Measured, 'batchSize' | 'batches' | 'isHalf'> &
      // Absent in what an older version wrote.
      Partial<Measured>)
  | { readonly is: 'wrong'; readonly agreement: number }
  | { readonly is: 'failed'; readonly why: string; readonly reason?: Reason };

type Reason = NonNullable<Candidate['reason']>;

export interface ProviderMemory {
  recall(provider: Provider): Verdict | undefined;
  /** Must be on the disk before this returns: the next step may end the process. */
  remember(provider: Provider, verdict: Verdict): void | Promise<void>;
}

export type ChosenEngine = Engine & {
  readonly provider: Provider;
  /** Pictures in a pass: found by measurement, or the model's own number. */
  readonly batchSize: number;
  /** The model's half precision file is used. */
  readonly isHalf: boolean;
};

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
  /** The CPU's best number of pictures is found too, and nothing is left out for being slow to find. */
  isMeasuring?: boolean;
  log: (line: string) => void;
}): Promise<ChosenEngine> {
  const { model, wanted, isMeasuring = false } = options;
  const all = candidatesOf(process.platform);
  const asked = wanted === 'auto' ? all : wanted === 'cpu' ? [] : [wanted];
  const measuring = { ...options, budgetMs: isMeasuring ? 120_000 : 15_000 };
  const engine = (provider: Provider, why: string, tried: readonly Candidate[]): ChosenEngine => {
    const known = provider === 'cpu' ? cpuVerdict() : verdicts.get(provider);
    return {
      modelId: model.id,
      modelName: model.name,
      provider,
      why,
      batchSize: (known?.is === 'right' ? known.batchSize : undefined) ?? model.image.batchSize,
      isHalf: known?.is === 'right' && known.isHalf === true,
      candidates: [
        ...tried.map((one) => (one.provider === provider ? { ...one, verdict: 'used' as const } : one)),
        ...all.filter((one) => !asked.includes(one)).map((one) => ({ provider: one, verdict: 'not-tried' as const })),
        { ...cpuCandidate(), verdict: provider === 'cpu' ? ('used' as const) : ('right' as const) },
      ],
    };
  };
  const verdicts = new Map<Provider, Verdict | Absent>();
  const cpuVerdict = () => {
    const known = verdicts.get('cpu') ?? options.memory.recall('cpu');
    return known?.is === 'right' ? known : undefined;
  };
  const cpuCandidate = () => {
    const known = cpuVerdict();
    return known === undefined ? { provider: 'cpu' } : describe('cpu', known);
  };
  let cpu: Promise<Answer> | undefined;
  const right = () => (cpu ??= cpuAnswer(measuring));
  if (isMeasuring) {
    const verdict: Verdict = { is: 'right', ...(await measureProvider('cpu', await right(), measuring)) };
    verdicts.set('cpu', verdict);
    await options.memory.remember('cpu', verdict);
  }
  if (wanted === 'cpu') return engine('cpu', 'The CPU was chosen in the settings.', []);

  const tried: Candidate[] = [];
  const speeds: { provider: Provider; msPerPhoto: number }[] = [];
  for (const provider of asked) {
    const verdict =
      isAbsent(provider, isMeasuring || wanted === provider || options.memory.recall(provider) !== undefined) ??
      (await verdictOn(provider, options.memory, right, measuring));
    verdicts.set(provider, verdict);
    options.log(`execution provider ${provider}: ${JSON.stringify(verdict)}`);
    tried.push(describe(provider, verdict));
    if (verdict.is === 'right') speeds.push({ provider, msPerPhoto: verdict.msPerPhoto });
  }

  const best = speeds.toSorted((a, b) => a.msPerPhoto - b.msPerPhoto)[0];
  if (!best) return engine('cpu', whyNoneOf(tried, wanted), tried);
  if (wanted === best.provider)
    return engine(best.provider, 'Chosen in the settings, and it gives the CPU’s answer.', tried);
  const msPerPhoto = cpuVerdict()?.msPerPhoto ?? (await right()).msPerPhoto;
  const times = `${best.msPerPhoto.toFixed(1)} ms a photo on ${best.provider}, ${msPerPhoto.toFixed(1)} ms on the CPU`;
  return best.msPerPhoto < msPerPhoto
    ? engine(best.provider, `The fastest that gives the CPU’s answer: ${times}.`, tried)
    : engine('cpu', `The CPU is the fastest here: ${times}.`, tried);
}

type Candidate = Engine['candidates'][number];

interface Absent {
  readonly is: 'absent';
  readonly why: string;
  readonly reason: Reason;
}

function candidatesOf(platform: NodeJS.Platform): Provider[] {
  if (platform === 'darwin') return ['coreml', 'webgpu'];
  if (platform === 'win32') return ['dml', 'webgpu'];
  return ['cuda', 'webgpu'];
}

/** @param isAskedFor by the person, now or earlier on this driver: what was found then costs nothing */
function isAbsent(provider: Provider, isAskedFor: boolean): Absent | undefined {
  const known = listSupportedBackends().find(({ name }) => name === provider);
  if (!known) return { is: 'absent', why: 'Not part of the runtime on this system.', reason: 'no-runtime' };
  // Mesa's software drivers play a GPU on the CPU, 30 times slower than the CPU itself, and take 15 s to say so.
  if (provider === 'webgpu' && !isAskedFor && process.platform === 'linux' && !graphicsDevices.some(existsSync))
    return { is: 'absent', why: 'No graphics card is to be seen on this computer.', reason: 'no-graphics' };
  if (provider !== 'cuda') return undefined;
  // The runtime's npm package leaves this library (some 400 MB) to those who have the hardware.
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const { platform, arch } = process;
  const library = join(dirname(entry), '..', 'bin', 'napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so');
  if (existsSync(library)) return undefined;
  return { is: 'absent', why: 'The CUDA library of the runtime is not installed.', reason: 'no-library' };
}

/** Linux's own, NVIDIA's own, and that of Linux inside Windows. */
const graphicsDevices = ['/dev/dri', '/dev/nvidia0', '/dev/dxg'];

async function verdictOn(
  provider: Provider,
  memory: ProviderMemory,
  cpuAnswerOnce: () => Promise<Answer>,
  measuring: Measuring,
): Promise<Verdict> {
  const known = memory.recall(provider);
  if (known?.is === 'trying')
    return { is: 'failed', why: 'It ended the process when it was tried.', reason: 'ended-process' };
  if (known) return known;
  const right = await cpuAnswerOnce();
  await memory.remember(provider, { is: 'trying' });
  const verdict = await tryOut(provider, right, measuring);
  await memory.remember(provider, verdict);
  return verdict;
}

async function tryOut(provider: Provider, right: Answer, measuring: Measuring): Promise<Verdict> {
  const whole = await oneTry(provider, right, measuring, false);
  if (measuring.model.image.halfFile === undefined || whole.is !== 'right') return whole;
  const half = await oneTry(provider, right, measuring, true);
  return half.is === 'right' && half.msPerPhoto < whole.msPerPhoto ? half : whole;
}

async function oneTry(provider: Provider, right: Answer, measuring: Measuring, isHalf: boolean): Promise<Verdict> {
  try {
    const measured = await measureProvider(provider, right, measuring, isHalf);
    const { agreement } = measured;
    return agreement >= enoughAgreement ? { is: 'right', ...measured } : { is: 'wrong', agreement };
  } catch (error) {
    // An answer that is no unit vector at all, NaN for one, is an answer too, and a wrong one.
    if (error instanceof Failure && error.kind === 'model-damaged') return { is: 'wrong', agreement: 0 };
    // Nothing a provider does may stop indexing: what it said becomes its verdict.
    return { is: 'failed', why: reportOf(error).message };
  }
}

function describe(provider: Provider, verdict: Verdict | Absent): Candidate {
  if (verdict.is === 'trying') throw new Error('a verdict was asked for before the try ended');
  return {
    provider,
    verdict: verdict.is,
    ...('agreement' in verdict && { agreement: verdict.agreement }),
    ...(verdict.is === 'right' && {
      ...(verdict.batches !== undefined && { batches: [...verdict.batches] }),
      ...(verdict.batchSize !== undefined && { batchSize: verdict.batchSize }),
      ...(verdict.isHalf === true && { isHalf: true }),
    }),
    ...('why' in verdict && { note: verdict.why, ...(verdict.reason && { reason: verdict.reason }) }),
  };
}

function whyNoneOf(tried: readonly Candidate[], wanted: Settings['provider']): string {
  const reasons = tried.map(({ provider, verdict, note }) => `${provider}: ${note ?? `its answer is ${verdict}.`}`);
  const start = wanted === 'auto' ? 'No faster provider is usable here.' : `${wanted} cannot be used here.`;
  return [start, ...reasons].join(' ');
}
