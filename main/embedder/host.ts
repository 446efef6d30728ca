import type { Region } from '../../preload/contract/region.ts';
import type { Engine } from '../../preload/contract/work.ts';
import type { Turn } from '../formats/turn.ts';
import type { Motion } from '../pipeline/find-motion.ts';
import type { Look } from '../copies/look.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Provider } from '../models/open-image-tower.ts';
import type { Encoding } from '../pipeline/thumbnail.ts';
import { Failure } from '../util/failure.ts';
import { plainSharp } from '../util/load-sharp.ts';
import { type Answer, type Asked, createAskedProcess, failureOf, type ProcessEnd } from '../util/asked-process.ts';
import type { Fork } from '../util/port.ts';
import type {
  Embedded,
  EmbedderAnswers,
  EmbedderProtocol,
  EmbedderRequest,
  EmbedderSetup,
  FromEmbedder,
  Heat,
  KnownPicture,
} from './messages.ts';
import { createSilence } from './silence.ts';

export interface EmbedderDeps {
  readonly fork: Fork;
  /** Asked for at every start: settings and verdicts may have changed since the last one. */
  readonly setup: () => EmbedderSetup | Promise<EmbedderSetup>;
  /** Environment of the process, e.g. UV_THREADPOOL_SIZE. */
  readonly env: Record<string, string> | (() => Record<string, string>);
  readonly remember: (provider: Provider, verdict: Verdict) => void;
  readonly onEngine: (engine: Engine) => void;
  readonly log: (line: string) => void;
}

export interface Embedder {
  /**
   * @param isKnown whether the library has the picture's vector and thumbnail, asked when it has been identified
   * @throws Failure with the true reason; `crashed` or `timed-out` when the file ends the process each time it is tried
   */
  embed(path: string, isKnown: (content: Uint8Array) => boolean | KnownPicture): Promise<Embedded>;
  /**
   * The vectors alone, of a file that should still hold this picture.
   * @returns those of its parts, undefined when it holds another one by now
   * @throws Failure as `embed`
   */
  partsOf(path: string, content: Uint8Array, turn?: Turn): Promise<Embedded['parts']>;
  /** Starts the process if it does not run. @returns what it runs on @throws Failure when it does not come up */
  engine(): Promise<Engine>;
  /** The unit vector of a part of a picture. @throws Failure with the true reason */
  embedRegion(path: string, region: Region, atMs?: number, turn?: Turn): Promise<Float32Array>;
  /** Which parts of a picture carry its match with a unit vector: some fifty passes. @throws Failure */
  heat(path: string, vector: Float32Array, atMs?: number, turn?: Turn): Promise<Heat>;
  /** A JPEG of a file that the window can't show as it is. */
  preview(path: string, longEdge: number, turn?: Turn): Promise<Uint8Array>;
  /** The picture in another format and size, upright, without what was said of it. */
  render(path: string, as: Encoding, turn?: Turn): Promise<Uint8Array>;
  /** A thumbnail, turned. @throws Failure */
  turnJpeg(jpeg: Uint8Array, turn: Turn): Promise<Uint8Array>;
  /** How often each level of red, green, blue and luminance is in its picture: 4 times 256. @throws Failure */
  tones(path: string): Promise<Uint32Array>;
  /** Whether its pictures are shown one after the other. @throws Failure */
  isAnimated(path: string): Promise<boolean>;
  /** Where the film of a picture lies, if it was taken with one. @throws Failure */
  motion(path: string): Promise<Motion | undefined>;
  /** What a thumbnail looks like. @throws Failure */
  look(jpeg: Uint8Array): Promise<Look>;
  /** Starts the process anew, e.g. for another provider; work in it is done again. */
  restart(): void;
  stop(): Promise<void>;
}

/** Grown past this, the process is replaced between two files: native decoders leak. */
const mostRssBytes = 1_800_000_000;
/** Alone in the process and ended it this often: it is the file. More often for SIGKILL, which may come from outside. */
const strikesOut = 2;
const strikesOutKilled = 4;
/** Starts that ended while native decoders were loaded, before it is done without the remedy (util/load-sharp.ts). */
const decoderDeathsOut = 2;

/** What is kept with a request. */
interface Tried {
  readonly isKnown: (content: Uint8Array) => boolean | KnownPicture;
  strikes: number;
  /** It was in the process when that ended: tried again alone. */
  isSuspect: boolean;
}
type Task = Asked<EmbedderRequest, Tried>;

/**
 * The embedder process: started when there is work, started again when it dies, and the file that kills it found. When
 * the process dies, every file in it is a suspect; suspects are tried again one at a time, and the one that ends the
 * process alone, twice, is set aside.
 */
export function createEmbedder({ fork, setup, env, remember, onEngine, log }: EmbedderDeps): Embedder {
  let isReady = false;
  let isStopping = false;
  let unusable: Failure | undefined;
  let startsInVain = 0;
  /** Whether the process that runs has survived the loading of its decoders, and how many have not. */
  let hasDecoder = false;
  let decoderDeaths = 0;
  const silence = createSilence(() => embedder.cpuMs());
  let watchdog: NodeJS.Timeout | undefined;
  let isTimedOut = false;
  /** Counts the starts: a setup that took its time may be for a process that is gone. */
  let starts = 0;
  /** What the image tower runs on now. */
  let provider: Provider = 'cpu';
  /** A GPU that a file has ended the process on: that file is tried on the CPU before either is blamed. */
  let doubted: Provider | undefined;
  const embedder = createAskedProcess<EmbedderProtocol, Tried>({
    name: 'embedder',
    fork,
    env: () => ({
      ...(decoderDeaths >= decoderDeathsOut && plainSharp),
      ...(typeof env === 'function' ? env() : env),
    }),
    onAsked: pump,
    onSaid: hear,
    onAnswered,
    onEnd,
  });

  return {
    embed: (path, isKnown) => ask({ is: 'embed', path, wants: 'everything' }, isKnown),
    async partsOf(path, content, turn) {
      const isOther = (found: Uint8Array) => ({ isKnown: Buffer.compare(found, content) !== 0, turn });
      return (await ask({ is: 'embed', path, wants: 'vector' }, isOther)).parts;
    },
    engine: () => ask({ is: 'be-there' }),
    preview: (path, longEdge, turn) =>
      ask({ is: 'preview', path, as: { format: 'jpeg', longEdge, quality: 90 }, turn }),
    render: (path, as, turn) => ask({ is: 'preview', path, as, turn }),
    turnJpeg: (jpeg, turn) => ask({ is: 'turn', jpeg, turn }),
    tones: (path) => ask({ is: 'tones', path }),
    isAnimated: (path) => ask({ is: 'animation', path }),
    motion: (path) => ask({ is: 'motion', path }),
    look: (jpeg) => ask({ is: 'look', jpeg }),
    embedRegion: (path, region, atMs, turn) => ask({ is: 'region', path, region, atMs, turn }),
    heat: (path, vector, atMs, turn) => ask({ is: 'heat', path, vector, atMs, turn }),
    restart() {
      unusable = undefined;
      embedder.retire();
      embedder.kill('SIGTERM');
      pump();
    },
    async stop() {
      isStopping = true;
      clearInterval(watchdog);
      embedder.close(new Failure('unavailable', 'Lumisift is closing.'), 'SIGKILL');
      await embedder.ended();
    },
  };

  function ask<R extends EmbedderRequest>(
    request: R,
    isKnown: Tried['isKnown'] = () => false,
  ): Promise<EmbedderAnswers[R['is']]> {
    return embedder.ask(request, { isKnown, strikes: 0, isSuspect: false });
  }

  /** One suspect alone, or all that waits. */
  function pump(): void {
    if (isStopping) return;
    const pending = embedder.pending();
    if (unusable !== undefined) {
      for (const task of pending) if (!task.isSent) task.reject(unusable);
      return;
    }
    if (pending.length === 0) return;
    if (!embedder.isRunning()) return start();
    if (!isReady || embedder.isRetiring()) return;
    const running = pending.filter(({ isSent }) => isSent);
    if (running.some(({ more }) => more.isSuspect)) return;
    const waiting = pending.filter(({ isSent }) => !isSent);
    const suspect = waiting.find(({ more }) => more.isSuspect);
    if (suspect === undefined) for (const task of waiting) embedder.send(task);
    else if (running.length === 0) embedder.send(suspect);
  }

  function start(): void {
    isReady = false;
    hasDecoder = false;
    isTimedOut = false;
    silence.broken();
    starts += 1;
    embedder.start();
    void setUp(starts);
    clearInterval(watchdog);
    watchdog = setInterval(watch, 5_000);
    watchdog.unref();
  }

  async function setUp(started: number): Promise<void> {
    const asked = await setup();
    if (starts !== started) return;
    const onCpu = { ...asked, provider: 'cpu', isMeasuring: false } as const;
    embedder.tell({ is: 'setup', setup: doubted === undefined ? asked : onCpu });
  }

  function watch(): void {
    const isWorking = isBusy() || !isReady;
    if (!isWorking) silence.broken();
    if (!embedder.isRunning() || !silence.isTooLong()) return;
    isTimedOut = true;
    log('embedder: silent for too long, ended');
    embedder.kill('SIGKILL');
  }

  function isBusy(): boolean {
    return embedder.pending().some(({ isSent }) => isSent);
  }

  function onAnswered({ request, more }: Task, { is }: Answer): void {
    silence.broken();
    if (is === 'answer' && request.is === 'embed' && more.isSuspect && doubted !== undefined) blameProvider(doubted);
    if (embedder.isRetiring() && !isBusy()) embedder.kill('SIGTERM');
    pump();
  }

  function hear(message: FromEmbedder): void {
    silence.broken();
    switch (message.is) {
      case 'decoder-loaded':
        hasDecoder = true;
        break;
      case 'ready':
        isReady = true;
        startsInVain = 0;
        provider = message.engine.provider;
        // The one that is only tried for a file's sake is not what the person is told.
        if (doubted === undefined) onEngine(message.engine);
        pump();
        break;
      case 'probed':
      case 'unfit':
      case 'film-page-wanted':
        break; // not for this host: see who answers them in messages.ts
      case 'provider-failed':
        if (embedder.isRetiring()) break;
        log(`embedder: ${message.provider} does not run any more: ${message.why}`);
        remember(message.provider, { is: 'failed', why: message.why });
        embedder.retire();
        embedder.kill('SIGKILL');
        break;
      case 'unusable':
        unusable = failureOf(message.error);
        log(`embedder: unusable: ${message.error.message}`);
        embedder.kill('SIGKILL');
        break;
      case 'remember':
        log(`embedder: provider ${message.provider}: ${JSON.stringify(message.verdict)}`);
        remember(message.provider, message.verdict);
        embedder.tell({ is: 'remembered', provider: message.provider });
        break;
      case 'identified': {
        const task = embedder.pending().find(({ id }) => id === message.id);
        const said = task?.more.isKnown(message.content) ?? false;
        embedder.tell({ is: 'verdict', id: message.id, ...(typeof said === 'boolean' ? { isKnown: said } : said) });
        break;
      }
      case 'size':
        if (message.rssBytes <= mostRssBytes || embedder.isRetiring()) break;
        log(`embedder: replaced at ${Math.round(message.rssBytes / 1e6)} MB`);
        embedder.retire();
        break;
    }
  }

  function onEnd({ code, signal, isPlanned, lost }: ProcessEnd<EmbedderRequest, Tried>): void {
    clearInterval(watchdog);
    if (isStopping) return;
    const wasReady = isReady;
    isReady = false;
    if (!hasDecoder && !isPlanned) {
      decoderDeaths += 1;
      if (decoderDeaths === decoderDeathsOut)
        log('embedder: its decoders do not survive being loaded: loaded plainly from now on');
    }
    if (!isPlanned) log(`embedder: ended (code ${code}, signal ${signal}) with ${lost.length} files in it`);
    if (!wasReady && !isPlanned && unusable === undefined) {
      startsInVain += 1;
      // The first failed starts may be those that a GPU provider did not survive: the next ones leave it out.
      if (startsInVain >= 6)
        unusable = new Failure('unavailable', 'The part of Lumisift that reads pictures does not start.', {
          details: { code: code ?? signal ?? '' },
        });
    }
    if (!isPlanned) for (const task of lost) judge(task, lost.length === 1, code, signal);
    pump();
  }

  /** The file that ended the process is fine on the CPU. */
  function blameProvider(blamed: Provider): void {
    doubted = undefined;
    remember(blamed, { is: 'failed', why: 'It ended the process while it worked.', reason: 'ended-process' });
    log(`embedder: ${blamed} ended the process while it worked`);
    embedder.retire();
  }

  function judge(task: Task, wasAlone: boolean, code: number | null, signal: string | null): void {
    task.more.isSuspect = true;
    if (wasAlone) task.more.strikes += 1;
    const isKilled = !isTimedOut && (signal === 'SIGKILL' || signal === 'SIGTERM' || code === 9 || code === 15);
    if (task.more.strikes < (isKilled ? strikesOutKilled : strikesOut)) return;
    if (provider !== 'cpu' && doubted === undefined) {
      doubted = provider;
      return;
    }
    doubted = undefined;
    task.reject(
      isTimedOut
        ? new Failure('timed-out', 'Reading the file takes for ever, so it was set aside.')
        : new Failure('crashed', 'The file makes its decoder crash, so it was set aside.', {
            details: { code: signal ?? code ?? '' },
          }),
    );
  }
}
