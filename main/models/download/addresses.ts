import { Failure } from '../../util/failure.ts';
import type { HubFile } from '../model.ts';

export const hubAddress = 'https://huggingface.co';

/**
 * Where a file of the hub is, there or on a mirror that keeps the hub's paths.
 * @throws Failure 'bad-mirror' for a mirror that is no address to be used
 */
export function addressOf({ repository, revision, path }: HubFile, mirror: string): URL {
  const base = mirror === '' ? new URL(hubAddress) : readMirror(mirror);
  return new URL(`${base.pathname.replace(/\/$/, '')}/${repository}/resolve/${revision}/${path}`, base);
}

/**
 * HTTPS; plain HTTP only on this computer, where nobody is in between.
 * @throws Failure 'bad-mirror'
 */
export function readMirror(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !isSafe(address) || address.username !== '' || address.search !== '')
    throw new Failure('bad-mirror', `${text} is no address of a mirror: it begins with https://`, {
      details: { address: text },
    });
  return address;
}

/** @throws Failure 'hub-redirect' for a place that is not asked */
export function checkRedirect(from: URL, location: string | undefined): URL {
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  // Down to plain HTTP anybody on the way could put in what they like. A local mirror may, for it began there.
  if (to !== undefined && (to.protocol === 'https:' || (from.protocol === 'http:' && isSafe(to)))) return to;
  throw new Failure('hub-redirect', `${from.host} points to another place that is not safe to load from.`, {
    details: { host: from.host },
  });
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}
