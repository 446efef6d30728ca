import { open } from 'node:fs/promises';
import { photoScheme } from '../../preload/contract/api.ts';
import { photoId } from '../../preload/contract/photo.ts';
import { mediaTypeOf } from '../formats/index.ts';
import type { Library } from '../library/index.ts';
import { Failure } from '../util/failure.ts';
import { parseRange } from './parse-range.ts';

type Photos = Pick<Library['photos'], 'thumbnail' | 'full' | 'motion'>;

/**
 * Answers `photo://thumbnail/<id>?v=<version>`, for a part of a photo `photo://thumbnail/<id>/<part>?v=<version>`, and
 * `photo://full/<id>?v=<version>`, as the file has it, not turned: `photo://untouched/<id>?v=<version>`; the film that a picture was taken with is `photo://motion/<id>?v=<version>`. The id is all that can be asked
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
    const bytes = photos.thumbnail(asked.id, asked.part);
    return bytes ? jpeg(bytes, asked.isVersioned) : refusal(404);
  }
  try {
    if (asked.size === 'motion') {
      const { path, at, lengthBytes } = await photos.motion(asked.id);
      // What lies in a picture is an MP4, and QuickTime's own is read as one.
      return await file(path, 'video/mp4', request.headers.get('range'), false, { at, lengthBytes });
    }
    const full = await photos.full(asked.id, asked.size === 'untouched' ? 'untouched' : 'turned');
    if (full.is === 'jpeg') return jpeg(full.bytes, asked.isVersioned);
    return await file(full.path, mediaTypeOf(full.format), request.headers.get('range'), asked.isVersioned);
  } catch (error) {
    // Gone, damaged or on a drive that is away: photos.get tells the window which.
    if (error instanceof Failure) return refusal(404);
    throw error;
  }
}

interface Asked {
  readonly size: 'thumbnail' | 'full' | 'untouched' | 'motion';
  readonly id: number;
  /** Of a photo that has several: a moment of a film. */
  readonly part: number | undefined;
  readonly isVersioned: boolean;
}

/** Where in a film the window begins, seconds: of an own scheme this is told too, and nothing follows from it. */
const beginning = '(?:#t=[0-9]{1,7}(?:\\.[0-9]{1,3})?)?';
const address = new RegExp(
  `^${photoScheme}://(?:(thumbnail)/([1-9][0-9]{0,15})(?:/(0|[1-9][0-9]{0,4}))?|(full|untouched|motion)/([1-9][0-9]{0,15}))(\\?v=[0-9]{1,10})?${beginning}$`,
);

function parseAddress(url: string): Asked | undefined {
  const match = address.exec(url);
  const [, thumbnail, ofThumbnail, part, whole, ofWhole, version] = match ?? [];
  const id = photoId.safeParse(Number(ofThumbnail ?? ofWhole));
  if (!match || !id.success) return undefined;
  return {
    size: thumbnail !== undefined ? 'thumbnail' : whole === 'motion' || whole === 'untouched' ? whole : 'full',
    id: id.data,
    part: part === undefined ? undefined : Number(part),
    isVersioned: version !== undefined,
  };
}

function jpeg(bytes: Uint8Array, isVersioned: boolean): Response {
  return new Response(Buffer.from(bytes), { headers: headers('image/jpeg', bytes.length, isVersioned) });
}

/**
 * A file, streamed: a video is hundreds of megabytes, and the window asks for ranges of it.
 * @param within a part of it, which is a file to the window
 */
async function file(
  path: string,
  type: string,
  range: string | null,
  isVersioned: boolean,
  within?: { readonly at: number; readonly lengthBytes: number },
): Promise<Response> {
  const handle = await open(path, 'r').catch(() => undefined); // gone since it was looked up
  if (!handle) return refusal(404);
  const stats = await handle.stat();
  const { at, lengthBytes } = within ?? { at: 0, lengthBytes: stats.size };
  const part = at + lengthBytes > stats.size ? undefined : parseRange(range, lengthBytes);
  if (!stats.isFile() || !part) {
    await handle.close();
    return refusal(stats.isFile() ? 416 : 404);
  }
  const { start, end } = part;
  // The stream closes the handle, at its end as when the window hangs up.
  return new Response(handle.createReadStream({ start: at + start, end: at + Math.max(start, end - 1) }), {
    status: range === null ? 200 : 206,
    headers: {
      ...headers(type, end - start, isVersioned),
      'accept-ranges': 'bytes',
      ...(range !== null && { 'content-range': `bytes ${start}-${end - 1}/${lengthBytes}` }),
    },
  });
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
