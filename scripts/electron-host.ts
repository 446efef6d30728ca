import { EnvHttpProxyAgent, interceptors, request } from 'undici';

/** A host that answers does so within a second. */
const patienceMs = 3_000;

/**
 * Asks Electron's release host, or the mirror that was set as for Electron's own installer, for a small file.
 * @returns why it can't be reached; undefined for any answer: whether it has the release, the download finds out
 */
export async function whyUnreachable(version: string, timeoutMs = patienceMs): Promise<string | undefined> {
  const agent = new EnvHttpProxyAgent();
  try {
    // The file itself may lie on another host.
    const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 5 }));
    const signal = AbortSignal.timeout(timeoutMs);
    const { body } = await request(`${host()}v${version}/SHASUMS256.txt`, { method: 'HEAD', dispatcher, signal });
    await body.dump();
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return `no answer in ${timeoutMs / 1000} s`;
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await agent.destroy();
  }
}

function host(): string {
  const { env } = process;
  const mirror = env['npm_config_electron_mirror'] ?? env['NPM_CONFIG_ELECTRON_MIRROR'] ?? env['ELECTRON_MIRROR'];
  return mirror ?? 'https://github.com/electron/electron/releases/download/';
}
