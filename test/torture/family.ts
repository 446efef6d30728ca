/** How an attack ended. Lost is a defect, always. */
export type Outcome =
  | { readonly is: 'opened' } // nothing was noticed, and everything that is precious is there
  | { readonly is: 'mended' } // it was found, told and mended
  | { readonly is: 'told' } // it was said in a sentence, and nothing was made worse
  | { readonly is: 'lost'; readonly why: string };

export interface Attack {
  /** From 0, of all attacks that the family has: which page, which moment, which byte. */
  readonly number: number;
  /** An empty folder of its own, thrown away afterwards unless something was lost. */
  readonly folder: string;
  /** What `prepare` made. For reading only: attacks run side by side. */
  readonly shared: string;
  /** Between 0 and 1; the same for the same seed, family and number. */
  readonly random: () => number;
}

/** Attacks of one kind, listed in families.ts. */
export interface Family {
  readonly name: string;
  /** For the table: what is done, and what is looked at afterwards. */
  readonly what: string;
  /** In CI's share; the whole campaign runs all that there are. */
  readonly quick: number;
  /** @returns why none of them can be made on this machine */
  cannot?(): string | undefined;
  /** Makes what its attacks share, once. */
  prepare?(shared: string): void | Promise<void>;
  /** How many attacks there are, or are wanted in a whole campaign. */
  total(shared: string): number;
  /** Runs in a process of its own, which may die of it. A thrown error is a loss. */
  run(attack: Attack): Outcome | Promise<Outcome>;
}

/** Mulberry32: small and good enough to choose pages by. */
export function createRandom(seed: string): () => number {
  let state = 2_166_136_261;
  for (const sign of seed) state = Math.imul(state ^ sign.charCodeAt(0), 16_777_619);
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
