import type { Film } from './film.ts';

/** A film of which only its kind is known. @param name of its codec, or of its kind */
export function closedBook(name: string, close: () => void = () => undefined): Film {
  return {
    codec: { is: 'none' },
    codecName: name,
    ...{
      width: 0,
      height: 0,
      codedWidth: 0,
      codedHeight: 0,
      rotation: 0,
      durationMs: 0,
      isCutShort: false,
      frameRate: undefined,
    },
    tags: new Map(),
    keyAt: () => Promise.resolve(undefined),
    nextKey: () => Promise.resolve(undefined),
    next: () => Promise.resolve(undefined),
    close: () => Promise.resolve(close()),
  };
}
