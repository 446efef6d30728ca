import { expect, test } from 'vitest';
import { withSeries } from '../../../main/stacks/series.ts';
import { type StackFile, stacksOf } from '../../../main/stacks/stacks.ts';

const noonMs = Date.UTC(2024, 5, 1, 12);
const always = () => true;

let nextId = 1;
const shot = (offsetMs: number, more: Partial<StackFile> = {}): StackFile => {
  const photoId = nextId++;
  return {
    ...{ photoId, folder: 'a', name: `DSC_${photoId}.JPG`, kind: 'image', isRaw: false, camera: 'A' },
    takenWallMs: noonMs + offsetMs,
    ...more,
  };
};
const found = (files: readonly StackFile[], areAlike: (one: number, other: number) => boolean = always) =>
  withSeries(stacksOf(files), files, { areAlike, directionOf: () => undefined });
const ids = (files: readonly StackFile[]) => files.map(({ photoId }) => photoId);

test('three and more a second apart at most, each like the one before, are a burst; what is unlike ends it', () => {
  const files = [0, 200, 400, 1_400, 5_000].map((at) => shot(at));
  expect(found(files)).toEqual([{ kind: 'burst', photoIds: ids(files.slice(0, 4)) }]);
  expect(found(files, () => false)).toEqual([]);
  const [, , third, fourth] = files;
  expect(found(files, (one, other) => one !== third?.photoId || other !== fourth?.photoId)).toEqual([
    { kind: 'burst', photoIds: ids(files.slice(0, 3)) },
  ]);
  expect(found(files.slice(0, 2))).toEqual([]);
});

test('two cameras, two folders, no camera and no time make no series', () => {
  for (const more of [{ camera: 'B' }, { folder: 'b' }, { camera: undefined }, { takenWallMs: undefined }])
    expect(found([shot(0), shot(100), shot(200, more)])).toEqual([]);
});

test("Apple's bursts say so themselves, however far apart and unlike, and two are enough", () => {
  const files = [shot(0, { shot: { burst: 'U' } }), shot(9_000, { shot: { burst: 'U' } }), shot(9_100)];
  expect(found(files, () => false)).toEqual([{ kind: 'burst', photoIds: ids(files.slice(0, 2)) }]);
});

test('a bracket has no compensation twice: where one comes again the next begins; the one without stands for it', () => {
  const biases = [-2, 0, 2, -2, 0, 2];
  const files = biases.map((exposureBiasEv, at) => shot(at * 500, { shot: { exposureBiasEv } }));
  const [a, b, c, d, e, f] = ids(files);
  expect(found(files)).toEqual([
    { kind: 'bracket', photoIds: [b, a, c] },
    { kind: 'bracket', photoIds: [e, d, f] },
  ]);
  const slow = biases.map((exposureBiasEv, at) => shot(at * 10_000, { shot: { exposureBiasEv } }));
  expect(found(slow)).toEqual([]);
});

test('a focus stack goes one way; the one in the middle stands for it', () => {
  const files = [0.3, 0.35, 0.4, 0.5, 0.7].map((focusM, at) => shot(at * 800, { shot: { focusM, exposureBiasEv: 0 } }));
  const [a, b, c, d, e] = ids(files);
  expect(found(files, () => false)).toEqual([{ kind: 'focus', photoIds: [c, a, b, d, e] }]);
  const around = [0.3, 0.5, 0.4, 0.6, 0.3].map((focusM, at) => shot(at * 2_000, { shot: { focusM } }));
  expect(found(around)).toEqual([]);
});

test('parts of a panorama have one exposure and go one way; what is otherwise ends it', () => {
  const setting = '0.01/8/100/24';
  const files = [0, 4_000, 8_000, 12_000].map((at) => shot(at, { setting }));
  const [a, b, c, d] = ids(files);
  const look = (all: readonly StackFile[], directionOf: (one: number, other: number) => string | undefined) =>
    withSeries(stacksOf(all), all, { areAlike: () => false, directionOf });
  expect(look(files, () => 'right')).toEqual([{ kind: 'panorama', photoIds: [a, b, c, d] }]);
  expect(look(files, (one) => (one === c ? 'left' : 'right'))).toEqual([{ kind: 'panorama', photoIds: [a, b, c] }]);
  expect(look(files, (one) => (one === b ? undefined : 'up'))).toEqual([]);
  const others = [{ setting: '0.02/8/100/24' }, { setting: undefined }, { takenWallMs: noonMs + 60_000 }];
  for (const other of others) {
    const changed = files.map((file, at) => (at === 2 ? { ...file, ...other } : file));
    expect(look(changed, () => 'right')).toEqual([]);
  }
});

test("shots that Canon's stitch assist named are parts of a panorama: letters and numbers follow each other", () => {
  const named = (...names: string[]) => names.map((name, at) => shot(at * 10_000, { name }));
  const files = named('STA_0101.JPG', 'STB_0102.JPG', 'STC_0103.JPG', 'STA_0104.JPG', 'STB_0106.JPG');
  expect(found(files, () => false)).toEqual([{ kind: 'panorama', photoIds: ids(files.slice(0, 3)) }]);
  expect(found(named('STB_0102.JPG', 'STC_0103.JPG'), () => false)).toEqual([]);
});

test('a shot goes into a series with all its parts, films too, and is in one stack only', () => {
  const files = [0, 300, 600].flatMap((at, n) => [
    shot(at, { name: `DSC_${n}.JPG` }),
    shot(at, { name: `DSC_${n}.NEF`, isRaw: true }),
  ]);
  const film = shot(0, { name: 'DSC_0.MOV', kind: 'video', camera: undefined });
  const [stack, ...others] = found([...files, film]);
  expect(others).toEqual([]);
  expect(stack?.kind).toBe('burst');
  expect([...(stack?.photoIds ?? [])].sort((a, b) => a - b)).toEqual(ids([...files, film]));
});

/**
 * 10,000 files of shots, bursts, Apple's bursts, brackets and Live Photos, of three cameras in a few folders, and 1,000 more under
 * the names of others that are of no shot of theirs.
 */
function madeFiles(seed: number) {
  let state = seed;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const pick = (most: number) => Math.floor(random() * most);
  const files: StackFile[] = [];
  const groupOf = new Map<number, number>();
  let [group, clashes] = [0, 0];
  const add = (file: Partial<StackFile> & { name: string }, of: number) => {
    const made = shot(0, file);
    files.push(made);
    groupOf.set(made.photoId, of);
  };
  while (files.length < 10_000) {
    group++;
    const at = noonMs + group * 20_000 + pick(500);
    const camera = ['A', 'B', 'C'][pick(3)] ?? 'A';
    const folder = `folder ${pick(6)}`;
    const stem = `IMG_${pick(5_000)}`;
    const [kind, length] = [pick(6), 3 + pick(8)];
    const uuid = `${group}`;
    if (kind === 0) add({ name: `${stem}.jpg`, folder, camera, takenWallMs: at }, group);
    else if (kind === 1) {
      add({ name: `${stem}.HEIC`, folder, camera, takenWallMs: at, shot: { live: uuid } }, group);
      const drift = random() < 0.5 ? 0 : 7_200_000;
      add({ name: `${stem}.MOV`, folder, camera: undefined, kind: 'video', takenWallMs: at + drift, shot: { live: uuid } }, group); // prettier-ignore
    } else if (kind === 2) {
      add({ name: `${stem}.JPG`, folder, camera, takenWallMs: at }, group);
      add({ name: `${stem}.CR3`, folder, camera, takenWallMs: at, isRaw: true }, group);
    } else
      for (let n = 0; n < length; n++) {
        const exposureBiasEv = kind === 4 ? n - 1 : 0;
        const said = kind === 5 ? { burst: uuid } : { exposureBiasEv };
        add({ name: `${stem}_${n}.jpg`, folder, camera, takenWallMs: at + n * (kind === 5 ? 900 : 150), shot: said }, group); // prettier-ignore
      }
    if (clashes < 1_000) {
      clashes++;
      const more = [{ takenWallMs: undefined }, { takenWallMs: at + 9_000 }, { camera: 'D', takenWallMs: at }][pick(3)];
      add({ name: `${stem}.${random() < 0.5 ? 'png' : 'MOV'}`, folder, camera, ...more, shot: undefined }, -clashes);
    }
  }
  return { files, groupOf };
}

test.each([1, 2, 3])('10,000 files with 1,000 clashing names: no wrong link, and 99 of 100 right ones (%i)', (seed) => {
  const { files, groupOf } = madeFiles(seed);
  const areAlike = (one: number, other: number) => groupOf.get(one) === groupOf.get(other);
  const stacks = found(files, areAlike);
  expect(stacks.filter(({ photoIds }) => new Set(photoIds.map((id) => groupOf.get(id))).size > 1)).toEqual([]);
  const members = stacks.flatMap(({ photoIds }) => photoIds);
  expect(new Set(members).size).toBe(members.length);
  const sizes = new Map<number, number>();
  for (const of of groupOf.values()) sizes.set(of, (sizes.get(of) ?? 0) + 1);
  const links = [...sizes.values()].reduce((sum, size) => sum + size - 1, 0);
  const right = stacks.reduce((sum, { photoIds }) => sum + photoIds.length - 1, 0);
  expect(links).toBeGreaterThan(5_000);
  expect(right / links).toBeGreaterThanOrEqual(0.99);
});
