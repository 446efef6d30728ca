export type Heard<T> = { is: 'newest'; value: T } | { is: 'overtaken' };

export interface Latest {
  /** Asks. An answer, or a failure, that comes after a newer question was put is `overtaken`. */
  ask<T>(question: () => Promise<T>): Promise<Heard<T>>;
  /** Every question still open is overtaken from now on. */
  forget(): void;
}

/** The latest question wins: a slow answer to an old one never reaches the screen. */
export function createLatest(): Latest {
  let newest = 0;
  return {
    async ask(question) {
      const mine = ++newest;
      try {
        const value = await question();
        return mine === newest ? { is: 'newest', value } : { is: 'overtaken' };
      } catch (error) {
        if (mine !== newest) return { is: 'overtaken' };
        throw error;
      }
    },
    forget() {
      newest++;
    },
  };
}
