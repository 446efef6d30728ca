import { open } from 'node:fs/promises';
import { photoScheme } from '../../preload/contract/api.ts';
import { photoId } from '../../preload/contract/photo.ts';
import { formats } from '../formats/index.ts';
import type { Library } from '../library/index.ts';
import { Failure } from '../util/failure.ts';
import { parseRange } from './parse-range.ts';

type Photos = Pick<Library['photos'], 'thumbnail' | 'full'>;

/**
 * Answers `photo://thumbnail/<id>?v=<version>` and `photo://full/<id>?v=<version>`. The id is all that can be asked
 * for: a path never comes from the window, so none can be smuggled in.
 */
export async function answerPhoto(
  request: Pick<Request, 'url' | 'method' | 'headers'>,
  photos: Photos,
): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const asked = parseAddress(request.url);
  if (!asked) return refusal(400);
  if (asked.size === 'thumbnail') {
    const bytes = photos.thumbnail(asked.id);
    return bytes ? jpeg(bytes, asked.isVersioned) : refusal(404);
  }
  try {
    const full = await photos.full(asked.id);
    if (full.is === 'jpeg') return jpeg(full.bytes, asked.isVersioned);
    return await file(full.path, contentType(full.format), request.headers.get('range'), asked.isVersioned);
  } catch (error) {
    // Gone, damaged or on a drive that is away: photos.get tells the window which.
    if (error instanceof Failure) return refusal(404);
    throw error;
  }
}

interface Asked {
  readonly size: 'thumbnail' | 'full';
  readonly id: number;
  readonly isVersioned: boolean;
}

const address = new RegExp(`^${photoScheme}://(thumbnail|full)/([1-9][0-9]{0,15})(\\?v=[0-9]{1,10})?$`);

function parseAddress(url: string): Asked | undefined {
  const match = address.exec(url);
  const id = photoId.safeParse(Number(match?.[2]));
  if (!match || !id.success) return undefined;
  return { size: match[1] === 'full' ? 'full' : 'thumbnail', id: id.data, isVersioned: match[3] !== undefined };
}

function jpeg(bytes: Uint8Array, isVersioned: boolean): Response {
  return new Response(Buffer.from(bytes), { headers: headers('image/jpeg', bytes.length, isVersioned) });
}

/** The original, streamed: a video is hundreds of megabytes, and the window asks for ranges of it. */
async function file(path: string, type: string, range: string | null, isVersioned: boolean): Promise<Response> {
  const handle = await open(path, 'r').catch(() => undefined); // gone since it was looked up
  if (!handle) return refusal(404);
  const stats = await handle.stat();
  const part = parseRange(range, stats.size);
  if (!stats.isFile() || !part) {
    await handle.close();
    return refusal(stats.isFile() ? 416 : 404);
  }
  const { start, end } = part;
  // The stream closes the handle, at its end as when the window hangs up.
  return new Response(handle.createReadStream({ start, end: Math.max(start, end - 1) }), {
    status: range === null ? 200 : 206,
    headers: {
      ...headers(type, end - start, isVersioned),
      'accept-ranges': 'bytes',
      ...(range !== null && { 'content-range': `bytes ${start}-${end - 1}/${stats.size}` }),
    },
  });
}

/** The ids of formats that the window shows by itself are the names of their media types: image/jpeg, video/mp4. */
function contentType(format: string): string {
  const kind = formats.find((it) => it.id === format)?.kind ?? 'image';
  return `${kind}/${format}`;
}

function headers(type: string, lengthBytes: number, isVersioned: boolean): Record<string, string> {
  return {
    'content-type': type,
    'content-length': String(lengthBytes),
    'x-content-type-options': 'nosniff',
    // The version changes whenever the picture does, so what was fetched with one is true for ever.
    'cache-control': isVersioned ? 'private, max-age=31536000, immutable' : 'no-store',
  };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}
