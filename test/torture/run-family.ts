import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRandom, type Family, type Outcome } from './family.ts';

/** What a process is asked to do. */
export interface Asked {
  readonly name: string;
  readonly number: number;
  readonly seed: string;
  readonly place: string;
}

export interface FamilyResult {
  readonly name: string;
  readonly what: string;
  readonly total: number;
  readonly counts: Readonly<Record<Outcome['is'], number>>;
  readonly losses: readonly { readonly number: number; readonly why: string }[];
  readonly seconds: number;
}

export interface Campaign {
  readonly seed: string;
  readonly isFull: boolean;
  /** Only this attack: to look at a loss again. */
  readonly only: number | undefined;
  /** No attack is begun after it, as `performance.now()` tells. */
  readonly untilMs: number;
  /** Attacks of an earlier piece of the campaign, in the same place: they count, and are not done again. */
  readonly done: readonly Done[];
  onDone(done: Done): void;
  readonly place: string;
  readonly processes: number;
  say(line: string): void;
}

export interface Done {
  readonly name: string;
  readonly number: number;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** An attack that neither ends nor uses the processor any more, or uses it for ever, stands still. */
const mostMs = 300_000;

/** All attacks of a family, or CI's share of them: chosen by the seed, spread over the whole. */
export async function runFamily(family: Family, campaign: Campaign): Promise<FamilyResult> {
  const startedAt = performance.now();
  const shared = path.join(campaign.place, `${family.name}-shared`);
  await prepareOnce(family, shared);
  const total = family.total(shared);
  const counts = { opened: 0, mended: 0, told: 0, lost: 0 };
  const losses: { number: number; why: string }[] = [];
  let done = 0;
  let secondsBefore = 0;
  const count = (number: number, outcome: Outcome) => {
    done++;
    counts[outcome.is]++;
    if (outcome.is === 'lost') losses.push({ number, why: outcome.why });
  };
  const doneBefore = campaign.only === undefined ? campaign.done.filter(({ name }) => name === family.name) : [];
  for (const { number, outcome, seconds } of doneBefore) {
    count(number, outcome);
    secondsBefore = Math.max(secondsBefore, seconds);
  }
  const isDone = new Set(doneBefore.map(({ number }) => number));
  const all = campaign.only === undefined ? chosen(family, total, campaign) : [campaign.only];
  const waiting = all.filter((number) => !isDone.has(number));
  const one = async () => {
    let child: ChildProcess | undefined;
    const next = () => (performance.now() < campaign.untilMs ? waiting.shift() : undefined);
    for (let number = next(); number !== undefined; number = next()) {
      child ??= startProcess(campaign.place);
      const outcome = await ask(child, { name: family.name, number, seed: campaign.seed, place: campaign.place });
      if (child.exitCode !== null || child.signalCode !== null) child = undefined;
      count(number, outcome);
      campaign.onDone({ name: family.name, number, outcome, seconds: secondsNow() });
      if (outcome.is === 'lost') campaign.say(`  lost: ${family.name} ${number}: ${outcome.why}`);
      if (done % 100 === 0) campaign.say(`  ${family.name}: ${done} of ${all.length}`);
    }
    child?.disconnect();
  };
  await Promise.all(Array.from({ length: campaign.processes }, one));
  return { name: family.name, what: family.what, total: done, counts, losses, seconds: secondsNow() };

  function secondsNow(): number {
    return secondsBefore + (performance.now() - startedAt) / 1000;
  }
}

async function prepareOnce(family: Family, shared: string): Promise<void> {
  const mark = path.join(shared, 'prepared');
  if (fs.existsSync(mark)) return;
  fs.rmSync(shared, { recursive: true, force: true });
  fs.mkdirSync(shared, { recursive: true });
  await family.prepare?.(shared);
  fs.writeFileSync(mark, '');
}

function chosen({ name, quick }: Family, total: number, { isFull, seed }: Campaign): number[] {
  const wanted = isFull ? total : Math.min(quick, total);
  const random = createRandom(`${seed}/${name}`);
  // One of each equal stretch.
  return Array.from({ length: wanted }, (_, at) => Math.floor(((at + random()) * total) / wanted));
}

function startProcess(place: string): ChildProcess {
  return fork(path.join(import.meta.dirname, 'attack-process.ts'), [], {
    stdio: ['ignore', 'ignore', 2, 'ipc'],
    // Of a thousand processes each loads the same files.
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(place, 'compiled') },
  });
}

function ask(child: ChildProcess, asked: Asked): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.off('exit', onExit);
      child.once('exit', () => resolve({ is: 'lost', why: `it stood still for ${mostMs / 1000} s` }));
      child.kill('SIGKILL');
    }, mostMs);
    const onMessage = (message: unknown) => {
      // Sent by attack-process.ts and nobody else.
      end((message as { outcome: Outcome }).outcome);
    };
    const onExit = (code: number | null, signal: string | null) =>
      end({ is: 'lost', why: `the process died (${signal ?? code})` });
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(outcome);
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
    child.send(asked);
  });
}
