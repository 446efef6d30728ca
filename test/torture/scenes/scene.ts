import type { Db } from '../../../main/db/open.ts';

/** What was interrupted, when it is looked at: its library is open again. */
export interface Interrupted {
  readonly db: Db;
  /** With `library` in it, and whatever else the scene has there. */
  readonly folder: string;
  /** What it was copied from. */
  readonly made: string;
  /** What it had said by then: each was done before it was said. */
  readonly said: readonly string[];
}

/** A piece of work that is interrupted: by a kill (kills.ts), or by a disk that takes nothing more (disks.ts). */
export interface Scene {
  readonly name: string;
  /** It may be interrupted after so many of the lines that it says, the first of which is that it begins. */
  readonly lines: number;
  /** And as many milliseconds after that line as this at most: a little longer than to the next one, or to its end. */
  readonly tailMs: number;
  /** It changes files beside the library, so that each attack has its own `photos` and `card`. */
  readonly hasOwnFiles?: boolean;
  /** Makes what every attack begins with a copy of, once. It has the library in `library`. */
  make(made: string): void | Promise<void>;
  /** Anything else about a copy: what it has of its own place, or what is damaged. */
  lay?(folder: string, random: () => number): void;
  /** Runs in a process of its own, which is interrupted. It may throw a Failure. */
  work(folder: string, say: (what: string | number) => void): void | Promise<void>;
  /** @returns what is lost, undefined: nothing */
  judge(given: Interrupted): string | undefined | Promise<string | undefined>;
}
