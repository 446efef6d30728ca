import { type Dispatcher, request } from 'undici';
import { Failure } from '../../util/failure.ts';
import { checkRedirect } from './addresses.ts';

export interface Asking {
  readonly address: URL;
  readonly wayOut: Dispatcher;
  readonly signal: AbortSignal;
  /** Continue there, if the file is still the one with this tag. */
  readonly resume?: { readonly fromByte: number; readonly etag: string };
  readonly headersTimeoutMs: number;
  /** As it is known beforehand: the hub names both in its redirect, before a byte is sent. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface Answer {
  /** Where the body begins: 0, or where it was asked to continue. */
  readonly fromByte: number;
  readonly etag: string | undefined;
  readonly body: Dispatcher.ResponseData['body'];
}

/**
 * Asks for a file and follows where the hub sends (its files lie on another host).
 * @throws Failure with the reason, when what comes back is not the file; an error of the network is thrown as it is
 */
export async function ask({ address, wayOut, signal, resume, headersTimeoutMs, ...file }: Asking): Promise<Answer> {
  let at = address;
  for (let hops = 0; hops < mostHops; hops++) {
    const { statusCode, headers, body } = await request(at, {
      dispatcher: wayOut,
      signal,
      headersTimeout: headersTimeoutMs,
      bodyTimeout: 0, // watched over by whoever reads: a server that sends a byte a second is stalled too
      headers: {
        'user-agent': 'lumisift',
        // The bytes as they are: their number and sum are checked.
        'accept-encoding': 'identity',
        ...(resume && { range: `bytes=${resume.fromByte}-`, 'if-range': resume.etag }),
      },
    });
    const header = (name: string) => [headers[name]].flat()[0];
    const discard = async () => {
      body.on('error', () => undefined).destroy();
      await Promise.resolve();
    };
    if ([301, 302, 303, 307, 308].includes(statusCode)) {
      await discard();
      checkAnnounced(header('x-linked-etag'), header('x-linked-size'), file, at);
      at = checkRedirect(at, header('location'));
      continue;
    }
    const problem =
      problemOf(statusCode, at, header('retry-after')) ??
      pageInstead(header('content-type'), header('content-length'), file.sizeBytes, at);
    if (problem) {
      await discard();
      throw problem;
    }
    const etag = header('etag');
    if (statusCode !== 206) return { fromByte: 0, etag, body };
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(header('content-range') ?? '');
    if (Number(range?.[1]) === resume?.fromByte && Number(range?.[2]) === file.sizeBytes)
      return { fromByte: Number(range?.[1]), etag, body };
    await discard();
    throw new Failure('hub-cut', `${at.host} does not continue where it was asked to.`, { details: { host: at.host } });
  }
  throw new Failure('hub-redirect', `${address.host} sends from one place to another without end.`, {
    details: { host: address.host },
  });
}

const mostHops = 6;

/** Whether to try again, and after how long: what a server says of itself. */
export const retryAfterMs = new WeakMap<Failure, number>();

function problemOf(status: number, { host, pathname }: URL, retryAfter: string | undefined): Failure | undefined {
  const details = { host, status };
  if (status === 200 || status === 206) return undefined;
  if (status === 401 || status === 403 || status === 407)
    return new Failure('hub-denied', `${host} does not give this file to everyone (${status}).`, { details });
  if (status === 404 || status === 410)
    return new Failure('hub-not-found', `${host} does not have this file (${status}): ${pathname}`, { details });
  if (status === 416) return new Failure('hub-cut', `${host} cannot continue the file.`, { details });
  const failure = new Failure('hub-broken', `${host} cannot give the file now (${status}). Try again later.`, {
    details,
  });
  const seconds = Number(retryAfter);
  if (seconds > 0) retryAfterMs.set(failure, Math.min(seconds, 120) * 1_000);
  return failure;
}

/** A hotel's or an airport's own page comes with 200 and looks like an answer. */
function pageInstead(
  type: string | undefined,
  length: string | undefined,
  sizeBytes: number,
  { host }: URL,
): Failure | undefined {
  if (type === undefined || !/^text\/html\b/i.test(type) || Number(length) === sizeBytes) return undefined;
  return new Failure(
    'hub-page',
    `A web page came instead of the file from ${host}: log in to the network first, then try again.`,
    { details: { host } },
  );
}

function checkAnnounced(
  etag: string | undefined,
  size: string | undefined,
  { sha256, sizeBytes }: { sha256: string; sizeBytes: number },
  { host }: URL,
): void {
  const announced = /^"?([0-9a-f]{64})"?$/.exec(etag ?? '')?.[1];
  if ((announced === undefined || announced === sha256) && (size === undefined || Number(size) === sizeBytes)) return;
  throw wrongFile(host);
}

export function wrongFile(host: string): Failure {
  return new Failure('hub-wrong-file', `What ${host} gives is not the file that it should be: it was thrown away.`, {
    details: { host },
  });
}
