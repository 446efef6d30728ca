import { Failure } from '../util/failure.ts';

const timesBesideOthers = 3;
const timesAlone = 5;
/** What takes long to be refused is asked for twice and no more: it may be made to take long. */
const askedAgainForMs = 3_000;

let running = 0;
let onQuiet: (() => void) | undefined;
/** The last that asks alone; whoever comes after waits for it. */
let alone: Promise<void> = Promise.resolve();

/**
 * Asks sharp for something, and if it refuses, asks until it refuses twice in a row for one reason, at last with nothing
 * else under way here: libvips has one buffer of messages for all threads (`vips_error_buffer` in its documentation),
 * which whatever ends meanwhile empties ("Unknown error"), and another failure writes into. What is a {@link Failure} came
 * from this side and is not asked for again.
 * @throws the error that was said twice in a row, or else the last one
 */
export async function asLibvipsSays<T>(ask: () => Promise<T>): Promise<T> {
  const beside = await untilSure(timesBesideOthers, () => besideOthers(ask));
  if ('value' in beside) return beside.value;
  if (beside.isSure) throw beside.error;
  const last = await byItself(() => untilSure(timesAlone, ask));
  if ('value' in last) return last.value;
  throw last.error;
}

type Answer<T> = { value: T } | { error: unknown; isSure: boolean };

async function untilSure<T>(mostTimes: number, ask: () => Promise<T>): Promise<Answer<T>> {
  const startedAt = performance.now();
  let before: string | undefined;
  for (let time = 1; ; time++)
    try {
      return { value: await ask() };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const isLong = time > 1 && performance.now() - startedAt > askedAgainForMs;
      if (error instanceof Failure || isLong || (said === before && !isEmptied(said))) return { error, isSure: true };
      if (time === mostTimes) return { error, isSure: false };
      before = said;
    }
}

function isEmptied(said: string): boolean {
  return said.trim() === '' || said === 'Unknown error';
}

async function besideOthers<T>(ask: () => Promise<T>): Promise<T> {
  for (let last; last !== alone; await last) last = alone;
  running += 1;
  try {
    return await ask();
  } finally {
    running -= 1;
    if (running === 0) onQuiet?.();
  }
}

async function byItself<T>(ask: () => Promise<T>): Promise<T> {
  const before = alone;
  let leave: () => void = () => undefined;
  alone = new Promise((resolve) => (leave = resolve));
  try {
    await before;
    if (running > 0) await new Promise<void>((resolve) => (onQuiet = resolve));
    onQuiet = undefined;
    return await ask();
  } finally {
    leave();
  }
}
