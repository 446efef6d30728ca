import { expect, test } from 'vitest';
import { createAskedProcess, type ProcessEnd } from '../../../main/util/asked-process.ts';
import { Failure } from '../../../main/util/failure.ts';
import type { Fork } from '../../../main/util/port.ts';

interface Counting {
  readonly request: { is: 'double'; number: number } | { is: 'name'; number: number };
  readonly answers: { double: number; name: string };
  readonly told: { is: 'hello' };
  readonly said: { is: 'hello-too' };
}

/** A process that does what the test says. */
function scripted() {
  const posts: unknown[] = [];
  const processes: { say(message: object): void; end(signal: string): void }[] = [];
  const ends: ProcessEnd<Counting['request'], string>[] = [];
  const said: string[] = [];
  const fork: Fork = () => {
    let hear: (message: unknown) => void = () => undefined;
    let end: (code: number | null, signal: string | null) => void = () => undefined;
    processes.push({ say: (message) => hear(message), end: (signal) => end(null, signal) });
    return {
      pid: processes.length,
      post: (message) => void posts.push(message),
      onMessage: (listener) => (hear = listener),
      onExit(listener) {
        const before = end;
        end = (...how) => (before(...how), listener(...how));
      },
      kill: (signal = 'SIGTERM') => end(null, signal),
      close: () => undefined,
    };
  };
  const process = createAskedProcess<Counting, string>({
    name: 'searcher',
    fork,
    env: () => ({}),
    onAsked: () => undefined,
    onSaid: ({ is }) => said.push(is),
    onAnswered: ({ more }, { is }) => said.push(`${more}: ${is}`),
    onEnd: (end) => ends.push(end),
  });
  const sendAll = () => process.pending().forEach((asked) => process.send(asked));
  return { process, posts, processes, ends, said, sendAll };
}

test('answers find who asked, in any order, and what is said beside them is told', async () => {
  const it = scripted();
  it.process.start();
  const first = it.process.ask({ is: 'double', number: 2 }, 'first');
  const second = it.process.ask({ is: 'name', number: 3 }, 'second');
  it.sendAll();
  expect(it.posts).toEqual([
    { is: 'ask', id: 1, request: { is: 'double', number: 2 } },
    { is: 'ask', id: 2, request: { is: 'name', number: 3 } },
  ]);
  it.processes[0]?.say({ is: 'hello-too' });
  it.processes[0]?.say({ is: 'failed', id: 2, error: { kind: 'corrupt', message: 'It is damaged.' } });
  it.processes[0]?.say({ is: 'answer', id: 1, value: 4 });
  it.processes[0]?.say({ is: 'answer', id: 9, value: 'nobody asked' });
  expect(await first).toBe(4);
  await expect(second).rejects.toMatchObject({ kind: 'corrupt' });
  expect(it.said).toEqual(['hello-too', 'second: failed', 'first: answer']);
});

test('what was in a process that ended is known, and can be sent to the next one', async () => {
  const it = scripted();
  it.process.start();
  const first = it.process.ask({ is: 'double', number: 2 }, 'first');
  it.sendAll();
  const later = it.process.ask({ is: 'double', number: 5 }, 'later');
  it.processes[0]?.end('SIGSEGV');
  expect(it.ends).toMatchObject([{ signal: 'SIGSEGV', isPlanned: false, lost: [{ more: 'first' }] }]);
  expect(it.process.isRunning()).toBe(false);
  it.process.start();
  it.sendAll();
  it.processes[0]?.say({ is: 'answer', id: 1, value: 'from the dead' });
  it.processes[1]?.say({ is: 'answer', id: 1, value: 4 });
  it.processes[1]?.say({ is: 'answer', id: 2, value: 10 });
  expect(await Promise.all([first, later])).toEqual([4, 10]);
});

test('an end that was planned says so, and a request that is rejected is not sent again', async () => {
  const it = scripted();
  it.process.start();
  const asked = it.process.ask({ is: 'double', number: 2 }, 'asked');
  it.sendAll();
  it.process.retire();
  it.process.kill('SIGTERM');
  expect(it.ends).toMatchObject([{ isPlanned: true }]);
  it.ends[0]?.lost[0]?.reject(new Failure('stale', 'Ask again.'));
  await expect(asked).rejects.toMatchObject({ kind: 'stale' });
  expect(it.process.pending()).toEqual([]);
});

test('closed for good, it tells everyone why, and its end is waited for', async () => {
  const it = scripted();
  it.process.start();
  const asked = it.process.ask({ is: 'double', number: 2 }, 'asked');
  it.process.close(new Failure('unavailable', 'It is closed.'), 'SIGKILL');
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable' });
  await expect(it.process.ask({ is: 'double', number: 2 }, 'late')).rejects.toMatchObject({ kind: 'unavailable' });
  await it.process.ended();
  it.process.start();
  expect(it.processes).toHaveLength(1);
  expect(it.ends).toEqual([]);
});
