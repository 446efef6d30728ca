import type { Region } from '../../preload/contract/query.ts';
import type { Engine } from '../../preload/contract/work.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Provider } from '../models/open-image-tower.ts';
import { Failure } from '../util/failure.ts';
import { frugalMalloc } from '../util/frugal-malloc.ts';
import type { ChildPort, Fork } from '../util/port.ts';
import type { Embedded, EmbedderSetup, FromEmbedder, Heat, ToEmbedder } from './messages.ts';

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
  embed(path: string, isKnown: (content: Uint8Array) => boolean): Promise<Embedded>;
  /**
   * The unit vector alone, of a file that should still hold this picture.
   * @returns undefined when it holds another one by now
   * @throws Failure as `embed`
   */
  vectorOf(path: string, content: Uint8Array): Promise<Float32Array | undefined>;
  /** Starts the process if it does not run. @returns what it runs on @throws Failure when it does not come up */
  engine(): Promise<Engine>;
  /** The unit vector of a part of a picture. @throws Failure with the true reason */
  embedRegion(path: string, region: Region): Promise<Float32Array>;
  /** Which parts of a picture carry its match with a unit vector: some fifty passes. @throws Failure */
  heat(path: string, vector: Float32Array): Promise<Heat>;
  /** A JPEG of a file that the window can't show as it is. */
  preview(path: string, longEdge: number): Promise<Uint8Array>;
  /** Starts the process anew, e.g. for another provider; work in it is done again. */
  restart(): void;
  stop(): Promise<void>;
}

/** A decoder or a whole batch that is silent for this long hangs. The slowest real file took 20 s. */
const silenceMs = 120_000;
/** Grown past this, the process is replaced between two files: native decoders leak. */
const mostRssBytes = 1_800_000_000;
/** Alone in the process and ended it this often: it is the file. More often for SIGKILL, which may come from outside. */
const strikesOut = 2;
const strikesOutKilled = 4;

type Outcome = Embedded | Uint8Array | Float32Array | Heat | Engine;

interface Task {
  readonly id: number;
  readonly message: (id: number) => ToEmbedder;
  readonly isKnown: (content: Uint8Array) => boolean;
  resolve(value: Outcome): void;
  reject(error: unknown): void;
  strikes: number;
  /** It was in the process when that ended: tried again alone. */
  isSuspect: boolean;
}

/**
 * The embedder process: started when there is work, started again when it dies, and the file that kills it found. When
 * the process dies, every file in it is a suspect; suspects are tried again one at a time, and the one that ends the
 * process alone, twice, is set aside.
 */
export function createEmbedder({ fork, setup, env, remember, onEngine, log }: EmbedderDeps): Embedder {
  let child: ChildPort | undefined;
  let ended: Promise<void> = Promise.resolve();
  let isReady = false;
  let isStopping = false;
  let isRetiring = false;
  let unusable: Failure | undefined;
  let startsInVain = 0;
  let nextId = 1;
  let lastHeardMs = 0;
  let watchdog: NodeJS.Timeout | undefined;
  let isTimedOut = false;
  /** What the image tower runs on now. */
  let provider: Provider = 'cpu';
  /** A GPU that a file has ended the process on: that file is tried on the CPU before either is blamed. */
  let doubted: Provider | undefined;
  const waiting: Task[] = [];
  const running = new Map<number, Task>();

  return {
    embed: (path, isKnown) => run<Embedded>((id) => ({ is: 'job', job: { id, path, wants: 'everything' } }), isKnown),
    async vectorOf(path, content) {
      const isOther = (found: Uint8Array) => Buffer.compare(found, content) !== 0;
      return (await run<Embedded>((id) => ({ is: 'job', job: { id, path, wants: 'vector' } }), isOther)).vector;
    },
    engine: () =>
      run<Engine>(
        (id) => ({ is: 'be-there', id }),
        () => false,
      ),
    preview: (path, longEdge) =>
      run<Uint8Array>(
        (id) => ({ is: 'preview', id, path, longEdge }),
        () => false,
      ),
    embedRegion: (path, region) =>
      run<Float32Array>(
        (id) => ({ is: 'region', id, path, region }),
        () => false,
      ),
    heat: (path, vector) =>
      run<Heat>(
        (id) => ({ is: 'heat', id, path, vector }),
        () => false,
      ),
    restart() {
      unusable = undefined;
      isRetiring = true;
      child?.kill('SIGTERM');
      pump();
    },
    async stop() {
      isStopping = true;
      clearInterval(watchdog);
      for (const task of [...running.values(), ...waiting])
        task.reject(new Failure('unavailable', 'Lumisift is closing.'));
      running.clear();
      waiting.length = 0;
      child?.kill('SIGKILL');
      await ended;
    },
  };

  function run<T extends Outcome>(message: Task['message'], isKnown: Task['isKnown']): Promise<T> {
    return new Promise((resolve, reject) => {
      const task: Task = {
        id: nextId++,
        message,
        isKnown,
        // The process answers a job with what it embedded and a preview with a picture.
        resolve: (value) => resolve(value as T),
        reject,
        strikes: 0,
        isSuspect: false,
      };
      waiting.push(task);
      pump();
    });
  }

  function pump(): void {
    if (isStopping) return;
    if (unusable !== undefined) {
      for (const task of waiting.splice(0)) task.reject(unusable);
      return;
    }
    if (waiting.length === 0 && running.size === 0) return;
    if (child === undefined) return start();
    if (!isReady || isRetiring) return;
    const suspect = waiting.findIndex((task) => task.isSuspect);
    if (suspect >= 0) {
      if (running.size > 0) return;
      for (const task of waiting.splice(suspect, 1)) send(task);
      return;
    }
    if ([...running.values()].some((task) => task.isSuspect)) return;
    for (const task of waiting.splice(0)) send(task);
  }

  function send(task: Task): void {
    running.set(task.id, task);
    post(task.message(task.id));
  }

  function start(): void {
    isRetiring = false;
    isReady = false;
    isTimedOut = false;
    lastHeardMs = Date.now();
    const started = fork('embedder', { env: { ...frugalMalloc(), ...(typeof env === 'function' ? env() : env) } });
    child = started;
    ended = new Promise((resolve) => {
      started.onExit((code, signal) => {
        if (child === started) onExit(code, signal);
        resolve();
      });
    });
    // Both ends are of one build: messages are not parsed again.
    started.onMessage((message) => child === started && hear(message as FromEmbedder));
    void setUp(started);
    clearInterval(watchdog);
    watchdog = setInterval(watch, 5_000);
    watchdog.unref();
  }

  async function setUp(started: ChildPort): Promise<void> {
    const asked = await setup();
    if (child !== started) return;
    post({ is: 'setup', setup: doubted === undefined ? asked : { ...asked, provider: 'cpu', isMeasuring: false } });
  }

  function watch(): void {
    const isWorking = running.size > 0 || !isReady;
    if (!isWorking) lastHeardMs = Date.now();
    if (child === undefined || Date.now() - lastHeardMs < silenceMs) return;
    isTimedOut = true;
    log(`embedder: silent for ${silenceMs / 1000} s, ended`);
    child.kill('SIGKILL');
  }

  function hear(message: FromEmbedder): void {
    lastHeardMs = Date.now();
    switch (message.is) {
      case 'ready':
        isReady = true;
        startsInVain = 0;
        provider = message.engine.provider;
        // The one that is only tried for a file's sake is not what the person is told.
        if (doubted === undefined) onEngine(message.engine);
        break;
      case 'probed':
      case 'unfit':
        break; // probe-model.ts asks a process of its own
      case 'there':
        settle(message.id, (task) => task.resolve(message.engine));
        break;
      case 'provider-failed':
        if (isRetiring) break;
        log(`embedder: ${message.provider} does not run any more: ${message.why}`);
        remember(message.provider, { is: 'failed', why: message.why });
        isRetiring = true;
        child?.kill('SIGKILL');
        break;
      case 'unusable':
        unusable = new Failure(message.error.kind, message.error.message, {
          ...(message.error.details && { details: message.error.details }),
        });
        log(`embedder: unusable: ${message.error.message}`);
        child?.kill('SIGKILL');
        break;
      case 'remember':
        log(`embedder: provider ${message.provider}: ${JSON.stringify(message.verdict)}`);
        remember(message.provider, message.verdict);
        post({ is: 'remembered', provider: message.provider });
        break;
      case 'identified': {
        const isKnown = running.get(message.id)?.isKnown(message.content) ?? false;
        post({ is: 'verdict', id: message.id, isKnown });
        break;
      }
      case 'done':
        settle(message.id, (task) => {
          task.resolve(message.embedded);
          if (doubted !== undefined && task.isSuspect) blameProvider(doubted);
        });
        if (message.rssBytes > mostRssBytes) retire(message.rssBytes);
        break;
      case 'heated':
        settle(message.id, (task) => task.resolve(message.heat));
        break;
      case 'vector':
        settle(message.id, (task) => task.resolve(message.vector));
        break;
      case 'previewed':
        settle(message.id, (task) => task.resolve(message.jpeg));
        break;
      case 'failed':
        settle(message.id, (task) => {
          const { kind, details } = message.error;
          task.reject(new Failure(kind, message.error.message, { ...(details && { details }) }));
        });
        break;
    }
    if (isRetiring && running.size === 0) child?.kill('SIGTERM');
    pump();
  }

  function settle(id: number, how: (task: Task) => void): void {
    const task = running.get(id);
    running.delete(id);
    if (task !== undefined) how(task);
  }

  function retire(rssBytes: number): void {
    if (!isRetiring) log(`embedder: replaced at ${Math.round(rssBytes / 1e6)} MB`);
    isRetiring = true;
  }

  function onExit(code: number | null, signal: string | null): void {
    child = undefined;
    clearInterval(watchdog);
    if (isStopping) return;
    const wasReady = isReady;
    const isPlanned = isRetiring;
    isReady = false;
    isRetiring = false;
    const lost = [...running.values()];
    running.clear();
    if (!isPlanned) log(`embedder: ended (code ${code}, signal ${signal}) with ${lost.length} files in it`);
    if (!wasReady && !isPlanned && unusable === undefined) {
      startsInVain += 1;
      // The first failed starts may be those that a GPU provider did not survive: the next ones leave it out.
      if (startsInVain >= 6)
        unusable = new Failure('unavailable', 'The part of Lumisift that reads pictures does not start.', {
          details: { code: code ?? signal ?? '' },
        });
    }
    for (const task of lost.reverse()) {
      if (!isPlanned) judge(task, lost.length === 1, code, signal);
      else waiting.unshift(task);
    }
    pump();
  }

  /** The file that ended the process is fine on the CPU. */
  function blameProvider(blamed: Provider): void {
    doubted = undefined;
    remember(blamed, { is: 'failed', why: 'It ended the process while it worked.', reason: 'ended-process' });
    log(`embedder: ${blamed} ended the process while it worked`);
    isRetiring = true;
  }

  function judge(task: Task, wasAlone: boolean, code: number | null, signal: string | null): void {
    task.isSuspect = true;
    if (wasAlone) task.strikes += 1;
    const isKilled = !isTimedOut && (signal === 'SIGKILL' || signal === 'SIGTERM' || code === 9 || code === 15);
    if (task.strikes < (isKilled ? strikesOutKilled : strikesOut)) {
      waiting.unshift(task);
      return;
    }
    if (provider !== 'cpu' && doubted === undefined) {
      doubted = provider;
      waiting.unshift(task);
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

  function post(message: ToEmbedder): void {
    child?.post(message);
  }
}
