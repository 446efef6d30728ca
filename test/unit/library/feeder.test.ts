import { expect, test } from 'vitest';
import type { FailureReport } from '../../../preload/contract/failure.ts';
import { createFeeder, type Held, type Job, type Outcome } from '../../../main/library/feeder.ts';
import { Failure } from '../../../main/util/failure.ts';

interface Numbered extends Job {
  readonly id: number;
}

const job = (id: number, sizeBytes = 1): Numbered => ({ id, path: `/nowhere/${id}.jpg`, folderId: 7, sizeBytes });

/** Work that lies in a list, as it would in the database: what is stored leaves it. */
function feeding(
  given: readonly Numbered[],
  work: (job: Numbered, afterwards: (run: () => void) => void) => Promise<string | undefined>,
  over: {
    depth?: number;
    mayRun?: () => boolean;
    more?: (held: Held) => { jobs: Numbered[]; isEnd: boolean };
    isAgain?: (id: number) => boolean;
  } = {},
) {
  const waiting = new Map(given.map((it) => [it.id, it]));
  const stored: string[] = [];
  const stopped: FailureReport[] = [];
  const unreachable: number[] = [];
  const disk = { isFull: false };
  const counted: number[] = [];
  let empty = 0;
  const store = (outcome: Outcome<Numbered, string>) => {
    if (over.isAgain?.(outcome.job.id) === true) return 'again' as const;
    waiting.delete(outcome.job.id);
    stored.push(`${outcome.job.id} ${outcome.is === 'done' ? outcome.result : outcome.report.kind}`);
    return [outcome.job.id];
  };
  const feeder = createFeeder<Numbered, string>({
    db: {
      transaction(run) {
        if (disk.isFull) throw new Failure('disk-full', 'The disk is full.');
        return run();
      },
    },
    now: () => 0,
    idOf: ({ id }) => id,
    depth: () => over.depth ?? 4,
    mayRun: over.mayRun ?? (() => true),
    more:
      over.more ??
      (({ isBusy, isAside }) => ({
        jobs: [...waiting.values()].filter(({ id }) => !isBusy(id) && !isAside(id)),
        isEnd: true,
      })),
    work,
    store,
    onStored: (_, outcomes) => void counted.push(...outcomes.map(({ job: { id } }) => id)),
    onEmpty: () => (empty += 1),
    onStopped: (why) => stopped.push(why),
    onUnreachable: (folderId) => unreachable.push(folderId),
  });
  return { feeder, waiting, stored, counted, stopped, unreachable, disk, empty: () => empty };
}

test('a file that cannot be read is stored with its reason, and the others with what came of them', async () => {
  const it = feeding([job(1), job(2), job(3)], async ({ id }) => {
    if (id === 2) throw new Failure('corrupt', 'It is damaged.');
    return 'read';
  });
  it.feeder.poke();
  await it.feeder.idle();
  expect(it.stored.sort()).toEqual(['1 read', '2 corrupt', '3 read']);
  expect(it.feeder.pace(0)).toMatchObject({ done: 3, failed: 1 });
  expect(it.empty()).toBe(1);
});

test('what comes once more counts when it is stored, and not before', async () => {
  let looks = 0;
  const it = feeding([job(1), job(2)], async () => 'read', { depth: 1, isAgain: (id) => id === 1 && looks++ === 0 });
  it.feeder.poke();
  await it.feeder.idle();
  expect(looks).toBe(2);
  expect(it.counted.sort()).toEqual([1, 2]);
  expect(it.feeder.pace(0)).toMatchObject({ done: 2, failed: 0 });
});

test('a file that is not there is left to the scan three times, and is a failure then', async () => {
  const it = feeding([job(1)], () => Promise.reject(new Failure('gone', 'It is gone.')));
  for (let time = 1; time <= 3; time++) {
    it.feeder.again();
    await it.feeder.idle();
    expect(it.stored).toEqual([]);
    expect(it.unreachable).toHaveLength(time);
  }
  it.feeder.poke(); // nothing was said of it since: it stays aside
  await it.feeder.idle();
  expect(it.unreachable).toHaveLength(3);
  it.feeder.again();
  await it.feeder.idle();
  expect(it.stored).toEqual(['1 gone']);
});

test('trouble with the engine stops everything, is told once, and blames no file', async () => {
  let isBroken = true;
  const it = feeding([job(1), job(2), job(3)], async () => {
    if (isBroken) throw new Failure('model-damaged', 'The model is damaged.');
    return 'read';
  });
  it.feeder.poke();
  await it.feeder.idle();
  await new Promise(setImmediate);
  expect(it.stopped).toMatchObject([{ kind: 'model-damaged' }]);
  expect(it.stored).toEqual([]);
  it.feeder.poke();
  expect(it.feeder.isHalted()).toBe(true);
  isBroken = false;
  it.feeder.goOn();
  await it.feeder.idle();
  expect(it.stored).toHaveLength(3);
});

test('on a full disk nothing of a batch counts, and all of it comes again', async () => {
  const it = feeding([job(1), job(2)], async () => 'read');
  it.disk.isFull = true;
  it.feeder.poke();
  await it.feeder.idle();
  expect(it.stopped).toMatchObject([{ kind: 'disk-full' }]);
  expect(it.waiting.size).toBe(2);
  it.disk.isFull = false;
  it.feeder.goOn();
  await it.feeder.idle();
  expect(it.stored.sort()).toEqual(['1 read', '2 read']);
});

test('while something more urgent is done nothing is handed out, and nobody waits for it', async () => {
  let isUrgent = true;
  const it = feeding([job(1)], async () => 'read', { mayRun: () => !isUrgent });
  it.feeder.poke();
  await it.feeder.idle();
  expect(it.stored).toEqual([]);
  isUrgent = false;
  it.feeder.poke();
  await it.feeder.idle();
  expect(it.stored).toEqual(['1 read']);
});

test('a huge file goes alone rather than never', async () => {
  const together: number[][] = [];
  const under = new Set<number>();
  const it = feeding([job(1), job(2, 700_000_000), job(3)], async ({ id }) => {
    under.add(id);
    together.push([...under]);
    await new Promise(setImmediate);
    under.delete(id);
    return 'read';
  });
  it.feeder.poke();
  await it.feeder.idle();
  expect(together).toEqual([[1], [2], [3]]);
});

test('slices without work are passed over until the end', async () => {
  const slices = [[], [], [job(5)], [], [job(6)]];
  const it = feeding([], async () => 'read', {
    more: () => ({ jobs: slices.shift() ?? [], isEnd: slices.length === 0 }),
  });
  it.feeder.poke();
  while (it.empty() === 0) await new Promise(setImmediate);
  expect(it.stored).toEqual(['5 read', '6 read']);
  expect(it.feeder.isEmpty()).toBe(true);
});

test('what was made is stored when it ends, and nothing is handed out any more', async () => {
  const it = feeding([job(1), job(2)], async () => 'read', { depth: 1 });
  it.feeder.poke();
  await new Promise(setImmediate);
  it.feeder.stop();
  expect(it.stored).toContain('1 read');
  const count = it.stored.length;
  it.feeder.again();
  await it.feeder.idle();
  expect(it.stored).toHaveLength(count);
});

test('what waits for an outcome goes on once it is stored, and also where there is none', async () => {
  const said: string[] = [];
  const it = feeding([job(1), job(2)], async ({ id }, afterwards) => {
    afterwards(() => said.push(it.stored.includes(`${id} read`) ? `${id} stored` : `${id} over`));
    if (id === 2) throw new Failure('unavailable', 'Lumisift is closing.');
    return 'read';
  });
  it.feeder.poke();
  await it.feeder.idle();
  it.feeder.stop();
  await new Promise(setImmediate);
  expect(said.sort()).toEqual(['1 stored', '2 over']);
});
