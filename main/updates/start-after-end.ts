import { spawn } from 'node:child_process';

/**
 * Starts a program once this process has ended: one that comes up before finds the library open, hands over what it was asked, and ends,
 * and then none is left. By the system's shell, which needs nothing of what this app is mounted from.
 */
export function startAfterEnd(program: string, env: NodeJS.ProcessEnv = process.env): void {
  const wait = 'while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; exec "$2"';
  spawn('/bin/sh', ['-c', wait, 'sh', String(process.pid), program], { detached: true, stdio: 'ignore', env }).unref();
}
