import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from './failure.ts';
import { frugalMalloc } from './frugal-malloc.ts';
import { noTelemetry } from './no-telemetry.ts';
import type { ChildPort, Fork, ProcessName } from './port.ts';

/**
 * [Note: Asking a process]
 * What a process can be asked is a union of requests, each named by `is`, and a map from these names to the answers.
 * Requests have numbers, and are answered by these in any order (util/respond.ts); beside them a process may be told
 * things and say things that nobody waits for. Both ends are of one build, and each sends through one typed function:
 * messages are not parsed again.
 */
export interface Protocol {
  readonly request: Named;
  /** By the names of the requests. */
  readonly answers: object;
  readonly told: object;
  readonly said: object;
}

export interface Named {
  readonly is: string;
}

export interface Ask<Request> {
  readonly is: 'ask';
  readonly id: number;
  readonly request: Request;
}

export type Answer =
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly is: 'failed'; readonly id: number; readonly error: FailureReport };

/** A request that is not answered yet. @template More what its host keeps with it */
export interface Asked<Request, More> {
  readonly id: number;
  readonly request: Request;
  readonly more: More;
  /** It is in the process. */
  isSent: boolean;
  reject(error: Failure): void;
}

export interface ProcessEnd<Request, More> {
  readonly code: number | null;
  readonly signal: string | null;
  /** It was retired. */
  readonly isPlanned: boolean;
  /** What was in it. */
  readonly lost: readonly Asked<Request, More>[];
}

export interface AskedProcessDeps<P extends Protocol, More> {
  readonly name: ProcessName;
  readonly fork: Fork;
  /** Of the next start. */
  readonly env: () => Record<string, string>;
  /** Something waits to be sent. */
  readonly onAsked: () => void;
  /** What the process says by itself. */
  readonly onSaid: (said: P['said']) => void;
  /** It answered, and whoever asked is told. */
  readonly onAnswered: (asked: Asked<P['request'], More>, answer: Answer) => void;
  /** It ended. What was in it waits to be sent again, unless it is rejected here. */
  readonly onEnd: (end: ProcessEnd<P['request'], More>) => void;
}

type AnswerTo<P extends Protocol, R extends Named> = P['answers'][R['is'] & keyof P['answers']];

/**
 * A process that is asked, from outside: one at a time, started anew when its host says so, with the requests that
 * outlive it. [Note: Asking a process]
 */
export function createAskedProcess<P extends Protocol, More>(deps: AskedProcessDeps<P, More>) {
  type AskedHere = Asked<P['request'], More>;
  const pending = new Map<number, AskedHere & { resolve(value: unknown): void }>();
  let nextId = 1;
  let child: ChildPort | undefined;
  let isRetiring = false;
  let ended: Promise<void> = Promise.resolve();
  let closed: Failure | undefined;

  return {
    /**
     * Sent by `send`, when its time has come.
     * @throws Failure what the process answered, or why it can't
     */
    ask<R extends P['request']>(request: R, more: More): Promise<AnswerTo<P, R>> {
      if (closed !== undefined) return Promise.reject(closed);
      return new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, {
          ...{ id, request, more, isSent: false },
          // The answer's type belongs to the request's: the process answers by a table of the same map.
          resolve: (value) => resolve(value as AnswerTo<P, R>),
          reject(error) {
            pending.delete(id);
            reject(error);
          },
        });
        deps.onAsked();
      });
    },
    /** In the order in which they were asked. */
    pending: (): readonly AskedHere[] => [...pending.values()],
    send(asked: AskedHere): void {
      if (child === undefined) return;
      asked.isSent = true;
      child.post({ is: 'ask', id: asked.id, request: asked.request } satisfies Ask<P['request']>);
    },
    tell: (told: P['told']): void => child?.post(told),
    isRunning: (): boolean => child !== undefined,
    start,
    /** Its end is planned: nobody is to blame for it. */
    retire(): void {
      isRetiring = true;
    },
    isRetiring: (): boolean => isRetiring,
    kill: (signal: 'SIGTERM' | 'SIGKILL'): void => child?.kill(signal),
    /** Time of the processor that it has had; undefined where nobody can tell. */
    cpuMs: (): number | undefined => child?.cpuMs?.(),
    /** For good: whoever waits, or asks from now on, is told why. */
    close(why: Failure, signal: 'SIGTERM' | 'SIGKILL'): void {
      closed = why;
      for (const asked of pending.values()) asked.reject(why);
      // Its end is nobody's news any more.
      const last = child;
      child = undefined;
      last?.kill(signal);
    },
    /** Resolves when the process that was started last has ended. */
    ended: (): Promise<void> => ended,
  };

  function start(): void {
    if (child !== undefined || closed !== undefined) return;
    isRetiring = false;
    const started = deps.fork(deps.name, { env: { ...frugalMalloc(), ...noTelemetry, ...deps.env() } });
    child = started;
    ended = new Promise((resolve) => {
      started.onExit((code, signal) => {
        if (child === started) end(code, signal);
        resolve();
      });
    });
    started.onMessage((message) => {
      if (child === started) hear(message as Answer | P['said']); // both ends are of one build
    });
  }

  function hear(message: Answer | P['said']): void {
    if (!isAnswer(message)) return deps.onSaid(message);
    const asked = pending.get(message.id);
    if (asked === undefined) return;
    pending.delete(message.id);
    if (message.is === 'failed') asked.reject(failureOf(message.error));
    else asked.resolve(message.value);
    deps.onAnswered(asked, message);
  }

  function end(code: number | null, signal: string | null): void {
    child = undefined;
    const lost = [...pending.values()].filter(({ isSent }) => isSent);
    for (const asked of lost) asked.isSent = false;
    deps.onEnd({ code, signal, lost, isPlanned: isRetiring });
  }
}

/** A process says nothing by these two names but answers. */
function isAnswer(message: object): message is Answer {
  return 'is' in message && (message.is === 'answer' || message.is === 'failed');
}

export function failureOf({ kind, message, details }: FailureReport): Failure {
  return new Failure(kind, message, details && { details });
}
