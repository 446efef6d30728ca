import type { Stack, StackFile } from './stacks.ts';

/** What the person says of stacks. */
export interface OwnStacks {
  /** Photos with one number are one stack; undefined: the photo stands by itself. A photo that is not in it: nothing was said. */
  readonly stackOf: ReadonlyMap<number, number | undefined>;
  /** Photos that are to stand for their stack, the latest word last. */
  readonly bestIds: readonly number[];
}

/** Stacks that were found, where the person's word goes before: taken apart, put together, another that stands for them. */
export function asThePersonSays(
  found: readonly Stack[],
  { stackOf, bestIds }: OwnStacks,
  files: readonly StackFile[],
): Stack[] {
  const byHand = new Map<number, StackFile[]>();
  for (const file of files) {
    const stack = stackOf.get(file.photoId);
    if (stack !== undefined) byHand.set(stack, [...(byHand.get(stack) ?? []), file]);
  }
  const stacks: Stack[] = [
    ...found.map(({ kind, photoIds }) => ({ kind, photoIds: photoIds.filter((id) => !stackOf.has(id)) })),
    ...[...byHand.values()].map((parts) => ({
      kind: 'hand' as const,
      photoIds: [...new Set(parts.sort(byWorth).map(({ photoId }) => photoId))],
    })),
  ].filter(({ photoIds }) => photoIds.length > 1);
  const standsSince = new Map(bestIds.map((id, at) => [id, at]));
  return stacks.map((stack) => {
    const [best] = stack.photoIds
      .filter((id) => standsSince.has(id))
      .sort((a, b) => (standsSince.get(b) ?? 0) - (standsSince.get(a) ?? 0));
    if (best === undefined) return stack;
    return { ...stack, photoIds: [best, ...stack.photoIds.filter((id) => id !== best)] };
  });
}

/** What says nothing of its time comes last. */
const lastMs = Number.MAX_SAFE_INTEGER;

/** Pictures, then RAW, then films; the oldest first. */
function byWorth(a: StackFile, b: StackFile): number {
  const rank = ({ kind, isRaw }: StackFile) => (kind === 'video' ? 2 : isRaw ? 1 : 0);
  return rank(a) - rank(b) || (a.takenWallMs ?? lastMs) - (b.takenWallMs ?? lastMs) || a.photoId - b.photoId;
}
