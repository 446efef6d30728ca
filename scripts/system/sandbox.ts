import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Chromium does not sandbox root: Electron then wants `--no-sandbox`. */
export function isRootOnLinux(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Chromium's sandbox needs either user namespaces, which Ubuntu 24.04, containers and others deny to programs they do not
 * know, or its helper to belong to root. An installed package sees to that; an unpacked runtime cannot.
 * @throws Error with the command that does it
 */
export function checkSandbox(dist: string): void {
  if (!deniesNamespaces()) return;
  const helper = path.join(dist, 'chrome-sandbox');
  const { uid, mode } = fs.statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return;
  throw new Error(
    `This system lets Chromium's sandbox work only if its helper belongs to root. Run this once:\n` +
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

function deniesNamespaces(): boolean {
  if (
    setting('kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    setting('kernel/unprivileged_userns_clone') === '0' ||
    setting('user/max_user_namespaces') === '0'
  )
    return true;
  // Containers deny them without any setting that says so. Where there is no such program nothing is known.
  const { status, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  return error === undefined && status !== 0;
}

/** @returns undefined where this kernel has no such setting */
function setting(name: string): string | undefined {
  const file = path.join('/proc/sys', name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined;
}
