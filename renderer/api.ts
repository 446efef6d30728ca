/** @file The only user of `window.lumisift`, the bridge that the preload script puts there. */
import type { Bridge, CallInput, CallName, CallOutput, EventName, EventValue } from '../preload/contract/api.ts';
import type { FailureReport } from '../preload/contract/failure.ts';

declare global {
  interface Window {
    readonly lumisift: Bridge;
  }
}

/** A call that answered with a failure. */
export class CallFailure extends Error {
  readonly report: FailureReport;

  constructor(report: FailureReport) {
    super(report.message);
    this.name = 'CallFailure';
    this.report = report;
  }
}

export interface Api {
  /** @throws CallFailure */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  on<N extends EventName>(name: N, listener: (value: EventValue<N>) => void): () => void;
}

export function createApi(bridge: Bridge): Api {
  return {
    async call(name, input) {
      const answer = await bridge.call(name, input);
      if (!answer.ok) throw new CallFailure(answer.error);
      return answer.value;
    },
    on: (name, listener) => bridge.on(name, listener),
  };
}

/** What to tell the person about anything thrown. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof CallFailure) return error.report;
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) };
}

export function thumbnailUrl(photo: { id: number; version: number }): string {
  return `photo://thumbnail/${photo.id}?v=${photo.version}`;
}

export function fullUrl(photo: { id: number; version: number }): string {
  return `photo://full/${photo.id}?v=${photo.version}`;
}
