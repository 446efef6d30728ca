import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { Failure } from '../../util/failure.ts';
import { renameOver } from '../../util/rename-over.ts';
import { codeOf, isUnproven } from '../../util/unproven.ts';
import { type Answer, ask, retryAfterMs, wrongFile } from './answer.ts';
import { diskTrouble } from './disk.ts';

export interface FileDownload {
  readonly address: URL;
  /** The whole file appears there, or nothing; until then it is `<to>.part`. */
  readonly to: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly wayOut: Dispatcher;
  readonly signal: AbortSignal;
  /** Bytes of this file that are on the disk now. */
  readonly onBytes: (count: number) => void;
  readonly patience?: Partial<Patience>;
}

export interface Patience {
  readonly headersTimeoutMs: number;
  /** In so long, so many bytes must come. */
  readonly stalledMs: number;
  readonly stalledBytes: number;
  /** Tries in a row that bring nothing new. */
  readonly tries: number;
  /** Before the second try; doubled each time. */
  readonly retryMs: number;
}

const patient: Patience = {
  headersTimeoutMs: 30_000,
  stalledMs: 30_000,
  stalledBytes: 4_096,
  tries: 5,
  retryMs: 1_000,
};

/**
 * Downloads one file. What came before a cut, a cancel or the end of the app is continued, if the server still has the
 * same file; every byte is counted and hashed on its way to the disk, those of an earlier day too.
 * @throws Failure 'hub-*', 'disk-full', 'read-only'; what `signal` was aborted with
 */
export async function downloadFile(job: FileDownload): Promise<void> {
  const patience = { ...patient, ...job.patience };
  await fs.mkdir(path.dirname(job.to), { recursive: true });
  let reached = await sizeOf(partOf(job.to));
  for (let tries = 1; ; tries++) {
    try {
      await tryOnce(job, patience);
      return;
    } catch (cause) {
      job.signal.throwIfAborted();
      const failure = networkTrouble(cause, job.address.host);
      const now = await sizeOf(partOf(job.to));
      // A byte now and then is no progress, or a server could keep this going for days.
      if (now - reached > patience.stalledBytes) {
        tries = 1;
        reached = now;
      }
      if (!isWorthAnother(failure) || tries >= patience.tries) throw failure;
      await wait(retryAfterMs.get(failure) ?? patience.retryMs * 2 ** (tries - 1), undefined, { signal: job.signal });
    }
  }
}

async function tryOnce(job: FileDownload, patience: Patience): Promise<void> {
  const part = partOf(job.to);
  const { hash, count } = await readPart(part, job.sizeBytes);
  if (count === job.sizeBytes) return finish(job, hash, true);
  const etag = count === 0 ? undefined : await readTag(part);
  const stalled = new AbortController();
  const signal = AbortSignal.any([job.signal, stalled.signal]);
  const answer = await ask({
    ...job,
    signal,
    headersTimeoutMs: patience.headersTimeoutMs,
    ...(etag !== undefined && { resume: { fromByte: count, etag } }),
  });
  // At once: what comes before somebody listens is lost.
  const chunks = asTheyCome(answer.body);
  await writeTag(part, answer.etag);
  const isResumed = answer.fromByte > 0;
  const whole = isResumed ? hash : createHash('sha256');
  const came = await receive(chunks, { fromByte: answer.fromByte, job, part, hash: whole, stalled, patience });
  if (came < job.sizeBytes)
    throw new Failure('hub-cut', `The connection to ${job.address.host} ended before the file was whole.`, {
      details: { host: job.address.host },
    });
  await finish(job, whole, isResumed);
}

/** @returns bytes of the file that are on the disk then */
async function receive(
  chunks: AsyncGenerator<Uint8Array>,
  to: { fromByte: number; job: FileDownload; part: string; hash: Hash; stalled: AbortController; patience: Patience },
): Promise<number> {
  const { fromByte, job, part, hash, stalled, patience } = to;
  let count = fromByte;
  let watched = count;
  const watch = setInterval(() => {
    if (count - watched < patience.stalledBytes && count < job.sizeBytes)
      stalled.abort(
        new Failure('hub-stalled', `${job.address.host} stopped sending.`, { details: { host: job.address.host } }),
      );
    watched = count;
  }, patience.stalledMs);
  const file = await fs.open(part, fromByte > 0 ? 'r+' : 'w').catch((cause: unknown) => {
    throw diskTrouble(cause, path.dirname(part));
  });
  try {
    for await (const chunk of chunks) {
      if (count + chunk.length > job.sizeBytes) {
        await file.truncate(0);
        throw wrongFile(job.address.host);
      }
      hash.update(chunk);
      await file.write(chunk, 0, chunk.length, count).catch((cause: unknown) => {
        throw diskTrouble(cause, path.dirname(part));
      });
      count += chunk.length;
      job.onBytes(count);
    }
    await file.truncate(count);
    await file.sync();
    return count;
  } catch (error) {
    if (stalled.signal.aborted && !job.signal.aborted) throw stalled.signal.reason;
    throw error;
  } finally {
    clearInterval(watch);
    await file.close();
  }
}

/**
 * All that came, also right before the connection broke: a stream that is read in turns forgets what it has in hand when
 * it breaks, and a connection that lasts for one such handful would never get further.
 */
function asTheyCome(body: Answer['body']): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let end: { error?: unknown } | undefined;
  let wake: () => void = () => undefined;
  const finish = (ended: { error?: unknown }) => {
    end ??= ended;
    wake();
  };
  body.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    if (waiting.length > 64) body.pause();
    wake();
  });
  body.on('end', () => finish({}));
  body.on('error', (error: unknown) => finish({ error }));
  // Too early, and without a word: the number of bytes tells.
  body.on('close', () => finish({}));
  const read = async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk) yield chunk;
        else if (end) break;
        else {
          body.resume();
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      body.destroy();
    }
    if ('error' in end) throw end.error;
  };
  return read();
}

/** @param isMixed part of it came at another time: if the sum is wrong, it is worth the whole again */
async function finish(job: FileDownload, hash: Hash, isMixed: boolean): Promise<void> {
  const part = partOf(job.to);
  if (hash.digest('hex') !== job.sha256) {
    await fs.rm(part, { force: true });
    if (isMixed) throw new Failure('hub-cut', 'What came earlier belongs to another file.');
    throw wrongFile(job.address.host);
  }
  await renameOver(part, job.to);
  await fs.rm(tagOf(part), { force: true });
  job.onBytes(job.sizeBytes);
}

export function partOf(file: string): string {
  return `${file}.part`;
}

function tagOf(part: string): string {
  return `${part}.etag`;
}

async function readPart(part: string, sizeBytes: number): Promise<{ hash: Hash; count: number }> {
  const hash = createHash('sha256');
  const count = await sizeOf(part);
  if (count <= 0) return { hash, count: 0 };
  if (count > sizeBytes) {
    await fs.rm(part);
    return { hash, count: 0 };
  }
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer); // a stream without an encoding gives Buffers
  return { hash, count };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await fs.stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return -1;
    throw error;
  }
}

async function readTag(part: string): Promise<string | undefined> {
  try {
    return (await fs.readFile(tagOf(part), 'utf8')) || undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only a strong tag says that the bytes are the same (RFC 9110, section 13.1.5). */
async function writeTag(part: string, etag: string | undefined): Promise<void> {
  try {
    if (etag === undefined || etag.startsWith('W/')) await fs.rm(tagOf(part), { force: true });
    else await fs.writeFile(tagOf(part), etag);
  } catch (cause) {
    throw diskTrouble(cause, path.dirname(part));
  }
}

function isWorthAnother({ kind }: Failure): boolean {
  return kind === 'hub-cut' || kind === 'hub-broken' || kind === 'hub-stalled' || kind === 'hub-unreachable';
}

function networkTrouble(cause: unknown, host: string): Failure {
  if (cause instanceof Failure) return cause;
  const code = codeOf(cause);
  const details = { host, code };
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return new Failure('hub-stalled', `${host} does not answer.`, { details, cause });
  if (isUnproven(code))
    return new Failure('hub-untrusted', `${host} cannot prove who it is (${code}): nothing was loaded from it.`, {
      details,
      cause,
    });
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE')
    return new Failure('hub-cut', `The connection to ${host} broke.`, { details, cause });
  if (code !== '' || cause instanceof TypeError)
    return new Failure('hub-unreachable', `${host} cannot be reached: is there a network?`, { details, cause });
  throw cause;
}
