import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { finishSwap, freeName, newFile, swapIn } from '../../../../main/db/mending/swap.ts';
import { temporaryFolder } from '../../../fixtures/make-photos.ts';

const steps = ['fsyncSync', 'writeFileSync', 'renameSync', 'rmSync'] as const;

/** Runs until the n-th call that touches the disk, which never happens, like everything after it. */
function killedAt(n: number, work: () => void): boolean {
  let left = n;
  const real = Object.fromEntries(steps.map((step) => [step, fs[step]]));
  for (const step of steps)
    Object.assign(fs, {
      [step]: (...args: unknown[]) => {
        if (left-- <= 0) throw new Error('killed');
        return Reflect.apply(real[step] as (...given: unknown[]) => unknown, fs, args);
      },
    });
  try {
    work();
    return false;
  } catch {
    return true;
  } finally {
    Object.assign(fs, real);
  }
}

test('killed at any step, a restore leaves the old library or the new one, whole, and the next start ends it', () => {
  let kills = 0;
  for (let n = 0; ; n++) {
    using folder = temporaryFolder();
    const file = path.join(folder.path, 'library.db');
    fs.writeFileSync(file, 'old');
    fs.writeFileSync(`${file}-wal`, 'old log');
    fs.writeFileSync(newFile(folder.path), 'new');
    if (!killedAt(n, () => swapIn(folder.path, freeName(folder.path)))) break;
    kills++;
    // Killed again and again, also while it is ended.
    for (let m = 0; killedAt(m, () => finishSwap(folder.path)); m++);
    const is = fs.readFileSync(file, 'utf8');
    expect(['old', 'new']).toContain(is);
    if (is === 'old') expect(fs.readFileSync(`${file}-wal`, 'utf8')).toBe('old log');
    else {
      expect(fs.existsSync(`${file}-wal`)).toBe(false);
      expect(fs.readFileSync(path.join(folder.path, 'library-damaged-1.db'), 'utf8')).toBe('old');
      expect(fs.readFileSync(path.join(folder.path, 'library-damaged-1.db-wal'), 'utf8')).toBe('old log');
    }
    expect(fs.existsSync(newFile(folder.path))).toBe(false);
    expect(fs.existsSync(path.join(folder.path, 'restore.json'))).toBe(false);
  }
  expect(kills).toBeGreaterThan(8);
});
