import { fork } from 'node:child_process';
import path from 'node:path';

/** A process of the benchmark's own, asked one thing at a time. */
export interface HelperProcess<Asked, Answer> extends Disposable {
  readonly pid: number | undefined;
  ask(question: Asked): Promise<Answer>;
}

/**
 * @param file below test/bench, e.g. `pipeline/peer-process.ts`, or an absolute path; its end is {@link serve}
 * @param setup sent first
 */
export function startHelper<Asked extends object, Answer>(
  file: string,
  setup: object,
  env: Record<string, string> = {},
): HelperProcess<Asked, Answer> {
  const child = fork(path.resolve(import.meta.dirname, '..', file), [], {
    serialization: 'advanced',
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const waiting: { resolve(value: Answer): void; reject(error: Error): void }[] = [];
  child.on('message', (message: { answer?: Answer; error?: string }) => {
    const asked = waiting.shift();
    if (message.error === undefined)
      asked?.resolve(message.answer as Answer); // of this same build
    else asked?.reject(new Error(`${file}: ${message.error}`));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${file} ended with ${code ?? signal}`));
  });
  child.send(setup);
  return {
    pid: child.pid,
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.send(question);
      }),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

/** Its types are those that its parent gives {@link startHelper}. */
type Answering = (asked: never) => Promise<unknown>;

/** The child's end: `setUp` gets the setup and answers with what answers questions. */
export function serve(setUp: (setup: never) => Promise<Answering>): void {
  let answering: Promise<Answering> | undefined;
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message) => {
    if (answering === undefined) {
      answering = setUp(message as never); // of this same build
      answering.catch(() => undefined); // told to whoever asks
      return;
    }
    void answering
      .then((answer) => answer(message as never))
      .then(
        (answer) => process.send?.({ answer }),
        (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
      );
  });
}
