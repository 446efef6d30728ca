import { stitchNameOf } from './names.ts';
import type { Stack, StackFile, StackKind } from './stacks.ts';

/** What is asked of two photos that were taken one after the other. */
export interface Eyes {
  /** They look like one scene. */
  areAlike(one: number, other: number): boolean;
  /** Where the second goes on where the first ends; undefined where it does not. */
  directionOf(one: number, other: number): string | undefined;
}

/** A shot, with all its parts, as it stands in a series. */
interface Shot {
  /** The picture that speaks for it. */
  readonly file: StackFile & { readonly takenWallMs: number };
  readonly photoIds: readonly number[];
}

/** From one shot to the next; a camera without fractions of a second says 0 or 1,000. */
const mostGapMs = { burst: 1_000, bracket: 3_000, focus: 4_000, panorama: 6_000, stitched: 60_000 } as const;
/** Two in one second are taken by anybody. */
const fewest = 3;
const mostInBracket = 15;

/**
 * Shots that are one series: of one camera and one folder, one after the other.
 *
 * - Apple's pictures of a burst say so themselves.
 * - A bracket: three shots and more within three seconds of each other, no two with the same exposure compensation.
 * - A focus stack: four and more whose distance only grows or only shrinks.
 * - Parts of a panorama: two and more that the camera named so, or three and more with one exposure and focal length, each
 *   going on where the one before ends, all in one direction.
 * - A burst: three and more with a second at most between two, each like the one before.
 * @param stacks shots of several parts, out of `stacksOf`
 * @returns all stacks: series with all parts of their shots, and the shots that are in none
 */
export function withSeries(stacks: readonly Stack[], files: readonly StackFile[], eyes: Eyes): Stack[] {
  const fileOf = new Map<number, StackFile>();
  for (const file of files) if (!fileOf.has(file.photoId)) fileOf.set(file.photoId, file);
  const stacked = new Set(stacks.flatMap(({ photoIds }) => photoIds));
  const shots: Shot[] = [];
  for (const photoIds of [
    ...stacks.map((stack) => stack.photoIds),
    ...[...fileOf.keys()].filter((id) => !stacked.has(id)).map((id) => [id]),
  ]) {
    // What the camera said is in the picture, and in the RAW where there is no other.
    const file = photoIds
      .flatMap((id) => fileOf.get(id) ?? [])
      .sort((a, b) => Number(a.isRaw) - Number(b.isRaw))
      .find(({ kind, takenWallMs }) => kind === 'image' && takenWallMs !== undefined);
    if (file?.takenWallMs !== undefined && file.camera !== undefined)
      shots.push({ file: { ...file, takenWallMs: file.takenWallMs }, photoIds });
  }
  const taken = new Set<number>();
  const series: Stack[] = [];
  const add = (kind: StackKind, run: readonly Shot[], best: Shot | undefined) => {
    const order = best === undefined ? run : [best, ...run.filter((shot) => shot !== best)];
    const photoIds = order.flatMap((shot) => shot.photoIds);
    for (const id of photoIds) taken.add(id);
    series.push({ kind, photoIds });
  };
  for (const group of groupsBy(shots, ({ file }) => file.shot?.burst && `${file.folder}\n${file.shot.burst}`))
    if (group.length > 1) add('burst', group, group[0]);
  const open = shots.filter(({ file }) => !taken.has(file.photoId));
  for (const sameCamera of groupsBy(open, ({ file }) => `${file.folder}\n${file.camera ?? ''}`)) {
    let at = 0;
    while (at + fewest <= sameCamera.length) {
      const rest = sameCamera.slice(at, at + mostInRun);
      const found =
        bracketAt(rest) ?? focusAt(rest) ?? stitchedAt(rest) ?? panoramaAt(rest, eyes) ?? burstAt(rest, eyes);
      if (found !== undefined) add(found.kind, found.run, found.best);
      at += found?.run.length ?? 1;
    }
  }
  return [...stacks.filter(({ photoIds }) => !photoIds.some((id) => taken.has(id))), ...series];
}

/** A timelapse of a second is a series of any length; it is looked at in pieces. */
const mostInRun = 1_000;

interface Found {
  readonly kind: StackKind;
  readonly run: readonly Shot[];
  readonly best: Shot | undefined;
}

/** No two with the same compensation: where one comes again, the next bracket begins. */
function bracketAt(shots: readonly Shot[]): Found | undefined {
  const seen = new Set<number>();
  const run = whileNear(shots, mostGapMs.bracket, (shot) => {
    const bias = shot.file.shot?.exposureBiasEv;
    if (bias === undefined || seen.has(bias) || seen.size === mostInBracket) return false;
    seen.add(bias);
    return true;
  });
  if (run.length < fewest) return undefined;
  const strength = ({ file }: Shot) => Math.abs(file.shot?.exposureBiasEv ?? 0);
  return { kind: 'bracket', run, best: [...run].sort((a, b) => strength(a) - strength(b))[0] };
}

function focusAt(shots: readonly Shot[]): Found | undefined {
  let before: { distance: number; direction: number } | undefined;
  const run = whileNear(shots, mostGapMs.focus, ({ file }) => {
    const distance = file.shot?.focusM;
    if (distance === undefined) return false;
    const direction = before === undefined ? 0 : Math.sign(distance - before.distance);
    if (before !== undefined && (direction === 0 || (before.direction !== 0 && direction !== before.direction)))
      return false;
    before = { distance, direction };
    return true;
  });
  return run.length < fewest + 1 ? undefined : { kind: 'focus', run, best: run[Math.floor(run.length / 2)] };
}

/** Canon's stitch assist names its shots `STA_0001.JPG`, `STB_0002.JPG`... */
function stitchedAt(shots: readonly Shot[]): Found | undefined {
  let before: { letter: number; number: number } | undefined;
  const run = whileNear(shots, mostGapMs.stitched, ({ file }) => {
    const named = stitchNameOf(file.name);
    const isNext =
      before === undefined
        ? named?.letter === 0
        : named?.letter === before.letter + 1 && named.number === before.number + 1;
    before = named;
    return isNext;
  });
  return run.length < 2 ? undefined : { kind: 'panorama', run, best: run[0] };
}

function panoramaAt(shots: readonly Shot[], { directionOf }: Eyes): Found | undefined {
  let before: Shot | undefined;
  let way: string | undefined;
  const run = whileNear(shots, mostGapMs.panorama, (shot) => {
    const last = before;
    before = shot;
    if (shot.file.setting === undefined) return false;
    if (last === undefined) return true;
    // Asked last: it looks at pictures.
    if (shot.file.setting !== last.file.setting) return false;
    const direction = directionOf(last.file.photoId, shot.file.photoId);
    way ??= direction;
    return direction !== undefined && direction === way;
  });
  return run.length < fewest ? undefined : { kind: 'panorama', run, best: run[0] };
}

function burstAt(shots: readonly Shot[], { areAlike }: Eyes): Found | undefined {
  let before: Shot | undefined;
  const run = whileNear(shots, mostGapMs.burst, (shot) => {
    const isAlike = before === undefined || areAlike(before.file.photoId, shot.file.photoId);
    before = shot;
    return isAlike;
  });
  return run.length < fewest ? undefined : { kind: 'burst', run, best: run[0] };
}

/** Shots from the first on, as long as each comes soon after the one before and is wanted. */
function whileNear(shots: readonly Shot[], mostMs: number, isWanted: (shot: Shot) => boolean): readonly Shot[] {
  const end = shots.findIndex((shot, at) => {
    const before = shots[at - 1]?.file.takenWallMs ?? shot.file.takenWallMs;
    return shot.file.takenWallMs - before > mostMs || !isWanted(shot);
  });
  return end < 0 ? shots : shots.slice(0, end);
}

/** By what they have in common, each group in the order of time; what has nothing is in none. */
function groupsBy(shots: readonly Shot[], keyOf: (shot: Shot) => string | undefined): Shot[][] {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = keyOf(shot);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [shot]);
    else group.push(shot);
  }
  for (const group of groups.values())
    group.sort((a, b) => a.file.takenWallMs - b.file.takenWallMs || (a.file.name < b.file.name ? -1 : 1));
  return [...groups.values()];
}
