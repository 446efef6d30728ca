import { expect, test } from 'vitest';
import { createSilence } from '../../../main/embedder/silence.ts';

function played() {
  const is = { nowMs: 0, cpuMs: 0 as number | undefined };
  return { is, silence: createSilence(() => is.cpuMs, () => is.nowMs) }; // prettier-ignore
}

test('a process that only waits for its turn on a busy machine does not hang', () => {
  const { is, silence } = played();
  silence.isTooLong();
  Object.assign(is, { nowMs: 600_000, cpuMs: 30_000 });
  expect(silence.isTooLong()).toBe(false);
});

test('one that computes for two minutes without a word hangs; a word begins it anew', () => {
  const { is, silence } = played();
  silence.isTooLong();
  Object.assign(is, { nowMs: 300_000, cpuMs: 119_000 });
  silence.broken();
  expect(silence.isTooLong()).toBe(false);
  Object.assign(is, { nowMs: 500_000, cpuMs: 230_000 });
  expect(silence.isTooLong()).toBe(false);
  is.cpuMs = 240_000;
  expect(silence.isTooLong()).toBe(true);
});

test('one that waits for ever without computing hangs, too, and one of which nobody can tell by the clock', () => {
  const { is, silence } = played();
  silence.isTooLong();
  is.nowMs = 900_000;
  expect(silence.isTooLong()).toBe(true);
  const unknown = played();
  unknown.is.cpuMs = undefined;
  unknown.silence.isTooLong();
  unknown.is.nowMs = 120_000;
  expect(unknown.silence.isTooLong()).toBe(true);
});
