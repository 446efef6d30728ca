import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAppAddress } from './addresses.ts';

/** What the page may load: files of its own and pictures by photo id. No `unsafe-*`, and no connection at all. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' photo: data:",
  'media-src photo:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Answers `app://lumisift/...` with files of the built page, and with nothing else of the disk.
 * @param folder the built page, e.g. dist/renderer
 */
export async function answerPage(request: Pick<Request, 'url' | 'method'>, folder: string): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const file = isAppAddress(request.url) ? fileFor(new URL(request.url).pathname, folder) : undefined;
  const contentType = file === undefined ? undefined : contentTypes[path.extname(file)];
  if (file === undefined || contentType === undefined) return refusal(404);
  try {
    return new Response(await readFile(file), {
      headers: {
        'content-type': contentType,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
      },
    });
  } catch {
    // Not there, or a folder: the page asked for something that was not built.
    return refusal(404);
  }
}

/** @returns undefined for anything that is not below the folder, however it is spelt */
function fileFor(pathname: string, folder: string): string | undefined {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (/[\0\\:]/.test(name)) return undefined;
  const file = path.resolve(folder, `.${name}`);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : undefined;
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': policy } });
}
