import { expect, test } from 'vitest';
import type { Verdict } from '../../../main/models/choose-provider.ts';
import type { Provider } from '../../../main/models/open-image-tower.ts';
import type { Answer } from '../../../main/util/asked-process.ts';
import { createEmbedder } from '../../../main/embedder/host.ts';
import type { FromEmbedder, ToEmbedder } from '../../../main/embedder/messages.ts';
import type { Fork } from '../../../main/util/port.ts';

const engineOn = (provider: Provider) => ({
  modelId: 'starter',
  modelName: 'Starter',
  provider,
  why: '',
  candidates: [],
});

/**
 * A process whose GPU is what the test says: there is none here that dies when it should. It chooses as the real one does,
 * by the verdicts it is given.
 */
function scripted(onGpu: (path: string, say: (message: FromEmbedder | Answer) => void, die: () => void) => void) {
  const verdicts: Partial<Record<Provider, Verdict>> = {};
  const engines: string[] = [];
  let starts = 0;
  const fork: Fork = () => {
    starts += 1;
    const listeners: ((message: unknown) => void)[] = [];
    const ends: ((code: number | null, signal: string | null) => void)[] = [];
    let isOver = false;
    let isOnGpu = false;
    const say = (message: FromEmbedder | Answer) =>
      void setImmediate(() => {
        if (!isOver) for (const listener of listeners) listener(message);
      });
    const end = (signal: string) => {
      if (isOver) return;
      isOver = true;
      setImmediate(() => ends.forEach((listener) => listener(null, signal)));
    };
    return {
      pid: starts,
      close: () => undefined,
      onMessage: (listener) => void listeners.push(listener),
      onExit: (listener) => void ends.push(listener),
      kill: (signal = 'SIGTERM') => end(signal),
      post(message) {
        const said = message as ToEmbedder;
        if (said.is === 'setup') {
          isOnGpu = said.setup.provider === 'auto' && said.setup.verdicts.webgpu?.is !== 'failed';
          say({ is: 'ready', engine: engineOn(isOnGpu ? 'webgpu' : 'cpu') });
        } else if (said.is === 'ask' && said.request.is === 'embed') {
          const { path } = said.request;
          const done = (): void =>
            say({
              is: 'answer',
              id: said.id,
              value: {
                content: new Uint8Array(32),
                fingerprint: new Uint8Array(16),
                readAtMs: 0,
                kind: 'image',
                format: 'jpeg',
                size: { width: 1, height: 1 },
                metadata: { keywords: [] },
                parts: [{ vector: new Float32Array(1) }],
                thumbnail: new Uint8Array(1),
              },
            });
          if (path.includes('killer')) end('SIGSEGV');
          else if (isOnGpu) onGpu(path, say, () => end('SIGSEGV'));
          else done();
        }
      },
    };
  };
  const embedder = createEmbedder({
    fork,
    setup: () => ({ modelId: 'starter', modelFolder: '', provider: 'auto', verdicts: { ...verdicts }, cores: 1 }),
    env: {},
    remember: (provider, verdict) => {
      verdicts[provider] = verdict;
    },
    onEngine: ({ provider }) => engines.push(provider),
    log: () => undefined,
  });
  const embedAll = (paths: readonly string[]) =>
    Promise.allSettled(paths.map((path) => embedder.embed(path, () => false)));
  return { embedder, embedAll, verdicts, engines, starts: () => starts };
}

test('a provider that stops running is remembered, and its files are done on the next best', async () => {
  const it = scripted((_path, say) => say({ is: 'provider-failed', provider: 'webgpu', why: 'the device is lost' }));
  const results = await it.embedAll(['a.jpg', 'b.jpg', 'c.jpg']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect(it.verdicts).toEqual({ webgpu: { is: 'failed', why: 'the device is lost' } });
  expect(it.engines).toEqual(['webgpu', 'cpu']);
  expect(it.starts()).toBe(2);
  await it.embedder.stop();
});

test('a provider that ends the process while it works is blamed, not the file', async () => {
  const it = scripted((_path, _say, die) => die());
  const results = await it.embedAll(['a.jpg', 'b.jpg']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(it.verdicts.webgpu).toEqual({
    is: 'failed',
    why: 'It ended the process while it worked.',
    reason: 'ended-process',
  });
  expect(it.engines.at(-1)).toBe('cpu');
  await it.embedder.stop();
});

test('a file that ends the process on the CPU too is set aside, and the provider is used again', async () => {
  const it = scripted(() => undefined);
  const results = await it.embedAll(['killer.jpg']);
  expect(results).toMatchObject([{ status: 'rejected', reason: { kind: 'crashed' } }]);
  expect(it.verdicts).toEqual({});
  await it.embedder.stop();
});

test('decoders that crash while they are loaded are loaded in another way, and no file is blamed', async () => {
  const starts: string[] = [];
  const fork: Fork = (_entry, { env }) => {
    const isPlain = env?.['LUMISIFT_SHARP'] === 'plain';
    starts.push(isPlain ? 'plain' : 'bound');
    let hear: (message: unknown) => void = () => undefined;
    let end: (code: number | null, signal: string | null) => void = () => undefined;
    const say = (message: FromEmbedder | Answer) => void setImmediate(() => hear(message));
    return {
      pid: starts.length,
      close: () => undefined,
      onMessage: (listener) => (hear = listener),
      onExit: (listener) => (end = listener),
      kill: (signal = 'SIGTERM') => end(null, signal),
      post(message) {
        const said = message as ToEmbedder;
        if (said.is === 'setup' && !isPlain) setImmediate(() => end(null, 'SIGSEGV'));
        else if (said.is === 'setup') {
          say({ is: 'decoder-loaded' });
          say({ is: 'ready', engine: engineOn('cpu') });
        } else if (said.is === 'ask') say({ is: 'answer', id: said.id, value: engineOn('cpu') });
      },
    };
  };
  const lines: string[] = [];
  const embedder = createEmbedder({
    fork,
    setup: () => ({ modelId: 'starter', modelFolder: '', provider: 'cpu', verdicts: {}, cores: 1 }),
    env: {},
    remember: () => undefined,
    onEngine: () => undefined,
    log: (line) => lines.push(line),
  });
  expect(await embedder.engine()).toMatchObject({ provider: 'cpu' });
  expect(starts).toEqual(['bound', 'bound', 'plain']);
  expect(lines.join('\n')).toContain('loaded plainly from now on');
  await embedder.stop();
});
