import { createHash, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { type Connecting, openWayOut } from '../models/download/proxy.ts';
import { Failure } from '../util/failure.ts';
import { codeOf, isUnproven } from '../util/unproven.ts';

/** An address in pieces, as electron-updater gives it. */
export interface RequestPieces {
  readonly protocol?: string | null;
  readonly hostname?: string | null;
  readonly port?: string | number | null;
  readonly path?: string | null;
}

export interface DownloadOptions {
  /** base64 */
  readonly sha512?: string | null;
  readonly onProgress?: (info: {
    total: number;
    delta: number;
    transferred: number;
    percent: number;
    bytesPerSecond: number;
  }) => void;
}

/**
 * What electron-updater asks the network with, in place of Chromium's stack, from which this app has switched every server off: Node's,
 * through the same proxy as the models. It sends no cookie, no id and nothing else that tells installations apart; the
 * headers that the updater would like are left out for that reason.
 */
export interface UpdateHttp {
  /** A text of at most 1 MB. @throws Failure 'update-unreachable', 'update-unproven' or 'update-broken' */
  request(pieces: RequestPieces): Promise<string>;
  /** A file, checked by its SHA-512 as it comes. @throws Failure, 'update-untrusted' where it is another one; nothing is left then */
  download(address: URL, destination: string, options: DownloadOptions): Promise<string>;
}

const mostTextBytes = 1_000_000;
/** Six times what an installer weighs: a server that sends on and on fills no disk. */
const usualMostFileBytes = 1_000_000_000;
const mostHops = 5;

/** @param stallMs a server that sends nothing for this long is given up */
export function createUpdateHttp(
  connecting: Connecting,
  stallMs = 30_000,
  mostFileBytes = usualMostFileBytes,
): UpdateHttp {
  return {
    async request(pieces) {
      const address = addressOf(pieces);
      return await withBody(address, async (body) => {
        const chunks: Buffer[] = [];
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > mostTextBytes) throw broken(address, 'its answer is too long');
          chunks.push(chunk);
        }
        return Buffer.concat(chunks).toString('utf8');
      });
    },
    async download(address, destination, { sha512, onProgress }) {
      if (!sha512) throw untrusted('the manifest has no checksum for the file');
      const hash = createHash('sha512');
      const startedMs = performance.now();
      await withBody(address, async (body, total) => {
        let transferred = 0;
        await pipeline(
          body,
          async function* (chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              hash.update(chunk);
              transferred += chunk.length;
              if (transferred > mostFileBytes) throw untrusted('the file does not come to an end');
              const seconds = Math.max(0.001, (performance.now() - startedMs) / 1000);
              onProgress?.({
                total,
                delta: chunk.length,
                transferred,
                percent: total > 0 ? (transferred / total) * 100 : 0,
                bytesPerSecond: transferred / seconds,
              });
              yield chunk;
            }
          },
          fs.createWriteStream(destination),
        );
      });
      if (!isSame(hash.digest(), Buffer.from(sha512, 'base64'))) {
        fs.rmSync(destination, { force: true });
        throw untrusted('the file is not the one that the manifest names');
      }
      return destination;
    },
  };

  async function withBody<T>(start: URL, use: (body: AsyncIterable<Buffer>, total: number) => Promise<T>): Promise<T> {
    let address = start;
    for (let hop = 0; hop < mostHops; hop++) {
      const wayOut = await openWayOut(address, connecting);
      try {
        const { statusCode, headers, body } = await request(address, {
          dispatcher: wayOut,
          headersTimeout: stallMs,
          bodyTimeout: stallMs,
          headers: { 'user-agent': 'lumisift', 'accept-encoding': 'identity' },
        });
        const location = [headers['location']].flat()[0];
        if (statusCode >= 300 && statusCode < 400 && location !== undefined) {
          body.on('error', () => undefined).destroy();
          const next = new URL(location, address);
          // Never from a safe address to one that anybody on the way can read and change.
          if (address.protocol === 'https:' && next.protocol !== 'https:') throw untrusted(`it points to ${next.host}`);
          address = next;
          continue;
        }
        if (statusCode !== 200) {
          body.on('error', () => undefined).destroy();
          throw broken(address, `it answers ${statusCode}`);
        }
        return await use(body, Number([headers['content-length']].flat()[0] ?? 0));
      } catch (error) {
        if (error instanceof Failure || isDisk(error)) throw error;
        throw networkTrouble(error, address);
      } finally {
        await wayOut.destroy();
      }
    }
    throw broken(start, 'it points on and on');
  }
}

function networkTrouble(cause: unknown, { host }: URL): Failure {
  const code = codeOf(cause);
  if (isUnproven(code))
    return new Failure('update-unproven', `${host} cannot prove who it is (${code}): nothing was loaded from it.`, {
      details: { host, code },
      cause,
    });
  return new Failure('update-unreachable', `${host} cannot be reached, or stopped answering.`, {
    details: { host },
    cause,
  });
}

export function untrusted(why: string): Failure {
  return new Failure('update-untrusted', `The update cannot be trusted, so nothing was installed: ${why}.`, {
    details: { why },
  });
}

function broken({ host }: URL, why: string): Failure {
  return new Failure('update-broken', `${host} has no update to give now: ${why}.`, { details: { host, why } });
}

function isDisk(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EPERM'].some((it) => it === code);
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function addressOf({ protocol, hostname, port, path }: RequestPieces): URL {
  return new URL(`${protocol ?? 'https:'}//${hostname ?? ''}${port ? `:${port}` : ''}${path ?? '/'}`);
}
