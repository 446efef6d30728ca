import { runQuietly } from '../run.ts';
import { type Missing, hasCommand, packagesHere } from './needs.ts';

/**
 * As root on Debian and Ubuntu: installs what is missing. Everywhere else one sentence says what would.
 * @param whose who needs it, e.g. "Electron"
 * @throws Error that sentence
 */
export async function provide(missing: readonly Missing[], whose: string): Promise<void> {
  if (missing.length === 0) return;
  const what = missing.map((it) => it.what).join(', ');
  const packages = packagesHere(missing);
  if (!hasCommand('apt-get') || packages.length === 0)
    throw new Error(`${whose} needs of the system, and does not find: ${what}. Install it with the package manager.`);
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(needsCommand(whose, what, command));
  console.log(`Installing what ${whose} needs of the system: ${packages.join(' ')}`);
  // Old lists may be good enough: only the second one decides.
  const listing = await failureOf(apt('update'));
  const installing = await failureOf(apt('install', '-y', '--no-install-recommends', ...packages));
  if (installing !== undefined) throw new Error(whyNotInstalled(`${listing ?? ''}\n${installing}`, whose, command));
}

function needsCommand(whose: string, what: string, command: string): string {
  return `${whose} needs of the system: ${what}. Install it once with:\n  sudo apt-get update && sudo ${command}`;
}

/** Waits a minute for another one that installs. */
function apt(...args: string[]): Promise<string> {
  return runQuietly('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=60', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** The sentence for what apt-get printed. */
export function whyNotInstalled(printed: string, whose: string, command: string): string {
  const again = `then run this again, or install what ${whose} needs yourself:\n  ${command}`;
  if (/could not get lock|unable to lock|unable to acquire the dpkg frontend lock/i.test(printed))
    return `The package manager is locked, for another program is installing: wait until it is done, ${again}`;
  if (/no space left|enough free space/i.test(printed)) return `The disk is full: free some space, ${again}`;
  if (
    /could not resolve|temporary failure resolving|failed to fetch|unable to connect|could not connect|connection (failed|timed out)/i.test(
      printed,
    )
  )
    // prettier-ignore
    return `The packages can't be downloaded: see to the network, ${again}`;
  const why = /^E: (.+)$/m.exec(printed)?.[1] ?? 'it did not say why';
  return `apt-get could not install it (${why}): mend that, ${again}`;
}
