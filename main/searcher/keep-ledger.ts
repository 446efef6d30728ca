/** A part of what index.db should keep. */
export interface KeptPart {
  /** Concepts whose lists are to be written. */
  readonly conceptIds: readonly string[];
  /** Concepts that are gone. */
  readonly gone: readonly string[];
  /** With it everything is kept. */
  readonly isLast: boolean;
}

/** Lists that are handed over to be kept at once: a transaction of some 100 KB. */
const conceptsAtOnce = 64;

/** What of the suggestions is not in index.db yet: they are handed over in parts, and a part may not get there. */
export function createKeepLedger() {
  const toKeep = new Set<string>();
  const gone = new Set<string>();
  /** What was handed over last. */
  let inHands: Pick<KeptPart, 'conceptIds' | 'gone'> = { conceptIds: [], gone: [] };
  let isAllKept = true;

  return {
    /** The list of a concept is another. */
    changed(conceptId: string): void {
      toKeep.add(conceptId);
      gone.delete(conceptId);
      isAllKept = false;
    },
    dropped(conceptId: string): void {
      toKeep.delete(conceptId);
      gone.add(conceptId);
      isAllKept = false;
    },
    /** Something beside the lists is to be kept. */
    touched(): void {
      isAllKept = false;
    },
    isAllKept: (): boolean => isAllKept,
    /** The part that was handed over last was not written. @param isThere whether there is a list of a concept now */
    lost(isThere: (conceptId: string) => boolean): void {
      const { conceptIds, gone: goneThen } = inHands;
      if (conceptIds.length + goneThen.length === 0) return;
      for (const id of conceptIds) if (isThere(id)) toKeep.add(id);
      for (const id of goneThen) if (!isThere(id)) gone.add(id);
      inHands = { conceptIds: [], gone: [] };
      isAllKept = false;
    },
    /** @returns undefined when index.db has everything */
    take(): KeptPart | undefined {
      if (isAllKept) return undefined;
      const conceptIds = [...toKeep].slice(0, conceptsAtOnce);
      for (const id of conceptIds) toKeep.delete(id);
      inHands = { conceptIds, gone: [...gone] };
      gone.clear();
      isAllKept = toKeep.size === 0;
      return { ...inHands, isLast: isAllKept };
    },
  };
}
