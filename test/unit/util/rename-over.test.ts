import { expect, test } from 'vitest';
import { renameOver } from '../../../main/util/rename-over.ts';

/** A system on which the first renames fail so. */
function busy(times: number, code: string, platform: NodeJS.Platform = 'win32') {
  let tries = 0;
  let waitedMs = 0;
  return {
    options: {
      platform,
      move: async () => {
        tries += 1;
        if (tries <= times) throw Object.assign(new Error(code), { code });
      },
      wait: async (ms: number) => void (waitedMs += ms),
    },
    tries: () => tries,
    waitedMs: () => waitedMs,
  };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'a file that is open for a moment (%s) is put in its place in the end',
  async (code) => {
    const system = busy(3, code);
    await renameOver('a', 'b', system.options);
    expect(system.tries()).toBe(4);
  },
);

test('one that stays open is said in a sentence, after three seconds', async () => {
  const system = busy(Infinity, 'EPERM');
  await expect(renameOver('a', 'C:\\Photos\\b.jpg', system.options)).rejects.toMatchObject({
    kind: 'locked',
    message: 'Another program is using C:\\Photos\\b.jpg. Close it there, then try again.',
  });
  expect(system.waitedMs()).toBe(3_170);
});

test('other trouble, and other systems, are not waited for', async () => {
  for (const system of [busy(1, 'ENOSPC'), busy(1, 'EACCES', 'linux')]) {
    await expect(renameOver('a', 'b', system.options)).rejects.toThrow();
    expect(system.tries()).toBe(1);
  }
});
