import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import type { Engine } from '../../../preload/contract/work.ts';
import { hashBytes, pixelBytes } from '../../../main/copies/look.ts';
import type {
  Embedded,
  EmbedderRequest,
  EmbedderSetup,
  FromEmbedder,
  ToEmbedder,
} from '../../../main/embedder/messages.ts';
import { modelById } from '../../../main/models/index.ts';
import type { FromSearcher, ToSearcher } from '../../../main/searcher/messages.ts';
import type { Answer } from '../../../main/util/asked-process.ts';
import { Failure } from '../../../main/util/failure.ts';
import type { ChildPort, Fork } from '../../../main/util/port.ts';
import { respond } from '../../../main/util/respond.ts';

/** A picture takes so long: a kill finds them in the middle of one. */
const embedMs = 3;

/**
 * The embedder and the searcher, played in this process: a file's vectors and thumbnail are made of its bytes, and whatever it
 * holds is a picture. What is interrupted is the process that writes; the real ones are killed in test/integration/kill.test.ts.
 */
export function playedFork(onEmbedded: () => void): Fork {
  return (entry) => (entry === 'embedder' ? played(embedder(onEmbedded)) : played(searcher));
}

function played(hear: (message: unknown, post: (message: object) => void) => void): ChildPort {
  let tell: (message: unknown) => void = () => undefined;
  const atEnd: (() => void)[] = [];
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    setImmediate(() => atEnd.forEach((told) => told()));
  };
  // As through a pipe: copied, later, and in order.
  const post = (message: object) =>
    setImmediate(() => {
      if (!isOver) tell(message);
    });
  return {
    pid: undefined,
    post: (message) => setImmediate(() => hear(message, post)),
    onMessage: (listener) => (tell = listener),
    onExit: (listener) => void atEnd.push(() => listener(0, null)),
    close: end,
    kill: end,
  };
}

function embedder(onEmbedded: () => void) {
  let setup: EmbedderSetup | undefined;
  const verdicts = new Map<number, (isKnown: boolean) => void>();
  return (given: unknown, post: (message: FromEmbedder | Answer) => void): void => {
    const message = given as ToEmbedder; // sent by embedder/host.ts
    switch (message.is) {
      case 'setup':
        setup = message.setup;
        post({ is: 'decoder-loaded' });
        post({ is: 'ready', engine: engineOf(setup) });
        return;
      case 'verdict':
        verdicts.get(message.id)?.(message.isKnown);
        return;
      case 'probe':
      case 'remembered':
        return; // nobody does
      case 'ask':
        void respond(post, message.id, () => answer(message.id, message.request, post));
        return;
    }
  };

  async function answer(id: number, request: EmbedderRequest, post: (message: FromEmbedder) => void): Promise<unknown> {
    if (request.is === 'embed') return embed(id, request.path, request.wants === 'vector', post);
    if (request.is === 'be-there' && setup !== undefined) return engineOf(setup);
    // Asked for by a window, and there is none.
    throw new Failure('unavailable', 'It is only played.');
  }

  async function embed(
    id: number,
    file: string,
    isVectorAlone: boolean,
    post: (message: FromEmbedder) => void,
  ): Promise<Embedded> {
    const bytes = await fs.readFile(file);
    const { size, mtimeMs } = await fs.stat(file);
    const content = createHash('sha256').update(bytes).digest();
    const isKnown = await new Promise<boolean>((resolve) => {
      verdicts.set(id, resolve);
      post({ is: 'identified', id, content });
    });
    await new Promise((resolve) => setTimeout(resolve, embedMs));
    const parts = isKnown ? undefined : [{ vector: vectorOf(content, dimOf(setup)) }];
    const isWhole = !isKnown && !isVectorAlone;
    const embedded: Embedded = {
      ...{ content, fingerprint: content, readAtMs: Date.now(), kind: 'image', format: 'jpeg', parts },
      size: isWhole ? { width: 96, height: 64 } : undefined,
      metadata: { takenWallMs: Math.round(mtimeMs), takenFrom: 'file', keywords: [] },
      thumbnail: isWhole ? Buffer.concat([Buffer.from([0xff, 0xd8]), content, Buffer.from([0xff, 0xd9])]) : undefined,
      ...(isWhole && { look: { hash: content.subarray(0, hashBytes), pixels: new Uint8Array(pixelBytes).fill(size) } }),
    };
    // Told as soon as it is answered.
    setImmediate(onEmbedded);
    return embedded;
  }
}

/** It has read its vectors at once, and answers nobody: nobody asks but those who wait for news. */
function searcher(given: unknown, post: (message: FromSearcher) => void): void {
  const message = given as ToSearcher; // sent by searcher/host.ts
  if (message.is === 'setup') post({ is: 'ready', vectorCount: 0, tookMs: 0 });
}

function dimOf(setup: EmbedderSetup | undefined): number {
  if (setup === undefined) throw new Error('a job came before the setup');
  return modelById(setup.modelId, setup.modelFolder).dim;
}

function engineOf(setup: EmbedderSetup): Engine & { provider: 'cpu' } {
  const candidates = [{ provider: 'cpu', verdict: 'used' as const }];
  return { modelId: setup.modelId, modelName: setup.modelId, provider: 'cpu', why: 'It is played.', candidates };
}

/** Unit length, the same for the same content. */
function vectorOf(content: Uint8Array, dim: number): Float32Array {
  const vector = Float32Array.from({ length: dim }, (_, at) => (content[at % content.length] ?? 0) - 127.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
