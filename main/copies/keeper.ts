import type { Copy, KeeperReason, KeeperRule } from '../../preload/contract/copies.ts';

type Judged = Pick<
  Copy,
  | 'isPreferred'
  | 'sharpness'
  | 'hasFilm'
  | 'photoId'
  | 'width'
  | 'height'
  | 'sizeBytes'
  | 'isFileDate'
  | 'camera'
  | 'hasPlace'
  | 'hasCaption'
  | 'modifiedAtMs'
>;

type Rule = readonly [KeeperReason, (copy: Judged) => number, atLeast: number];

/** Each tells what one has more of; what is nearly as much is as much. */
const rules: readonly Rule[] = [
  // The person's own word comes first.
  ['preferred-folder', ({ isPreferred }) => Number(isPreferred), 1],
  // Copies of one picture are as sharp as their pixels let them be; shots are not.
  ['sharpest', ({ sharpness = 0 }) => sharpness, 1.1],
  // It is the one thing that can't be brought to another.
  ['with-film', ({ hasFilm }) => Number(hasFilm), 1],
  ['most-pixels', ({ width, height }) => width * height, 1.01],
  ['most-said', said, 1],
  ['most-bytes', ({ sizeBytes }) => sizeBytes, 1.05],
  ['oldest', ({ modifiedAtMs }) => -modifiedAtMs, 1],
];

/**
 * The best one first: the one in the folder that the person prefers; of a series the sharpest; one that was taken with a film, most pixels, then what says most of
 * itself, then most bytes, then the oldest file.
 * @param rule what is asked before all of that
 * @returns why it is the first: by what it stands before the second
 */
export function keeperFirst<C extends Judged>(
  copies: readonly C[],
  of: 'copies' | 'series' = 'copies',
  rule: KeeperRule = 'proposed',
): { copies: C[]; reason: KeeperReason } {
  const known = rules.filter(([reason]) => of === 'series' || reason !== 'sharpest');
  const by = [...known.filter(([reason]) => reason === rule), ...known.filter(([reason]) => reason !== rule)];
  const sorted = [...copies].sort((a, b) => byRules(a, b, by).order || a.photoId - b.photoId);
  const [first, second] = sorted;
  return { copies: sorted, reason: first && second ? byRules(first, second, by).reason : 'first' };
}

function byRules(a: Judged, b: Judged, by: readonly Rule[]): { order: number; reason: KeeperReason } {
  for (const [reason, amountOf, atLeast] of by) {
    const [one, other] = [amountOf(a), amountOf(b)];
    const isMore = one > other && (atLeast === 1 || one > other * atLeast);
    const isLess = other > one && (atLeast === 1 || other > one * atLeast);
    if (isMore || isLess) return { order: isMore ? -1 : 1, reason };
  }
  return { order: 0, reason: 'first' };
}

/** Tags and stars go along to whichever is kept; these are what a program that sends pictures takes out of them. */
function said({ isFileDate, camera, hasPlace, hasCaption }: Judged): number {
  return [!isFileDate, camera !== undefined, hasPlace, hasCaption].filter(Boolean).length;
}
