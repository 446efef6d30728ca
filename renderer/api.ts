/** @file The only user of `window.lumisift`, the bridge that the preload script puts there. */
import type { Bridge, CallInput, CallName, CallOutput, EventName, EventValue } from '../preload/contract/api.ts';
import type { FailureReport } from '../preload/contract/failure.ts';
import type { PhotoCard } from '../preload/contract/photo.ts';

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
  /** A file or folder that was dropped on the window. @throws CallFailure */
  open(file: File): Promise<void>;
}

export function createApi(bridge: Bridge): Api {
  return {
    async call(name, input) {
      const answer = await bridge.call(name, input);
      if (!answer.ok) throw new CallFailure(answer.error);
      return answer.value;
    },
    on: (name, listener) => bridge.on(name, listener),
    async open(file) {
      const answer = await bridge.open(file);
      if (!answer.ok) throw new CallFailure(answer.error);
    },
  };
}

/** What to tell the person about anything thrown. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof CallFailure) return error.report;
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) };
}

/** Of a film that answers a question, the moment that does. */
export function thumbnailUrl(photo: ThumbnailOf): string {
  const isMoment = photo.kind !== 'image' && photo.part !== undefined && (photo.partCount ?? 1) > 1;
  return isMoment ? partUrl(photo, photo.part ?? 0) : `photo://thumbnail/${photo.id}?v=${photo.version}`;
}

type ThumbnailOf = Pick<PhotoCard, 'id' | 'version'> & Partial<Pick<PhotoCard, 'kind' | 'part' | 'partCount'>>;

/** The picture of one moment of a film. */
export function partUrl(photo: { id: number; version: number }, part: number): string {
  return `photo://thumbnail/${photo.id}/${part}?v=${photo.version}`;
}

export function fullUrl(photo: { id: number; version: number }): string {
  return `photo://full/${photo.id}?v=${photo.version}`;
}

/** The picture as its file has it: not turned. */
export function untouchedUrl(photo: { id: number; version: number }): string {
  return `photo://untouched/${photo.id}?v=${photo.version}`;
}

/** The film that a picture was taken with. */
export function motionUrl(photo: { id: number; version: number }): string {
  return `photo://motion/${photo.id}?v=${photo.version}`;
}
