import { rename } from 'node:fs/promises';
import { Failure } from './failure.ts';

/** What Windows says while a virus scanner, an indexer or a viewer has the file open. */
const held = new Set(['EPERM', 'EACCES', 'EBUSY']);
const pausesMs = [20, 50, 100, 200, 400, 800, 1_600];

/**
 * Puts a file in the place of another. Windows refuses that while anybody has one of them open, mostly for a moment: it is tried
 * again for three seconds.
 * @throws Failure 'locked' when it stays so; any other error as it is
 */
export async function renameOver(
  from: string,
  to: string,
  { platform = process.platform, move = rename, wait = pause } = {},
): Promise<void> {
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      await move(from, to);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (platform !== 'win32' || !held.has(code)) throw error;
      if (pauseMs === undefined)
        throw new Failure('locked', `Another program is using ${to}. Close it there, then try again.`, {
          details: { path: to },
          cause: error,
        });
      await wait(pauseMs);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
