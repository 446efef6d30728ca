/** Photos whose rows are to be read again. */
export function createChangedRows() {
  const ids = new Set<number>();
  /** Taken before the matrix was there: it gets them afterwards. */
  const early: number[] = [];
  return {
    /** What the timeline has not been told yet: photo -> its time, or undefined when it is gone. */
    times: new Map<number, number | undefined>(),
    count: (): number => ids.size,
    add: (photoIds: readonly number[]): void => photoIds.forEach((id) => ids.add(id)),
    take(count: number, isEarly: boolean): number[] {
      const taken: number[] = [];
      for (const id of ids) {
        if (taken.length === count) break;
        taken.push(id);
        ids.delete(id);
      }
      if (isEarly) early.push(...taken);
      return taken;
    },
    replay: (): void => early.splice(0).forEach((id) => ids.add(id)),
  };
}
