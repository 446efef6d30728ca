import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';

export interface Connecting {
  /** HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY: in either case of letters, as curl reads them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the system says for an address, as a PAC file answers (`PROXY host:port; DIRECT`): Electron's session knows it. */
  readonly systemProxy?: (address: string) => Promise<string>;
  readonly connectTimeoutMs?: number;
}

/**
 * The way out: the environment's proxy where one is named, else the system's, else none.
 * The caller closes it.
 */
export async function openWayOut(
  address: URL,
  { env, systemProxy, connectTimeoutMs = 20_000 }: Connecting,
): Promise<Dispatcher> {
  const options = { connect: { timeout: connectTimeoutMs } };
  const named = (name: string) => env[name.toLowerCase()] ?? env[name] ?? '';
  const all = named('ALL_PROXY');
  const httpProxy = named('HTTP_PROXY') || all;
  const httpsProxy = named('HTTPS_PROXY') || all || httpProxy;
  if (httpProxy !== '' || httpsProxy !== '')
    return new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy: named('NO_PROXY') });
  const proxy = systemProxy && firstProxy(await systemProxy(address.href));
  return proxy === undefined ? new Agent(options) : new ProxyAgent({ ...options, uri: proxy });
}

/**
 * The first entry of a PAC answer as an address. Undefined where that is DIRECT.
 * @param answer e.g. `PROXY proxy.local:3128; DIRECT`
 */
export function firstProxy(answer: string): string | undefined {
  const [kind = '', host = ''] = (answer.split(';')[0] ?? '').trim().split(/\s+/);
  const scheme = { PROXY: 'http', HTTPS: 'https', SOCKS: 'socks5', SOCKS5: 'socks5' }[kind.toUpperCase()];
  return scheme === undefined || host === '' ? undefined : `${scheme}://${host}`;
}
