import { expect, test } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import { AnimationState } from '../../../../renderer/state/animation.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const [moving, standing, damaged] = [1, 2, 3].map((id) => ({ id, kind: 'image' as const, isOffline: false }));

function create(wantsStill: boolean) {
  const { api, asked } = createTestBridge({
    'photos.isAnimated': ({ id }) => {
      if (id === 3) throw new Failure('io', 'The file could not be read from its disk (EIO).');
      return id === 1;
    },
  });
  return { animation: new AnimationState(api, () => wantsStill), asked };
}

async function shown(animation: AnimationState, card: Parameters<AnimationState['show']>[0] | undefined) {
  if (card) animation.show(card);
  while (animation.isThere === undefined) await new Promise((resolve) => setTimeout(resolve));
}

test('an animation plays at once, and stands still when it is asked to', async () => {
  const { animation } = create(false);
  await shown(animation, moving);
  expect([animation.isThere, animation.isPlaying, animation.isHeld]).toEqual([true, true, false]);
  animation.toggle();
  expect(animation.isHeld).toBe(true);
  await shown(animation, standing);
  expect([animation.isThere, animation.isHeld]).toEqual([false, false]);
  animation.toggle();
  expect(animation.isPlaying).toBe(true);
});

test('where less motion is wanted nothing moves before it is known, nor then', async () => {
  const { animation } = create(true);
  if (moving) animation.show(moving);
  expect(animation.isHeld).toBe(true);
  await shown(animation, undefined);
  expect([animation.isThere, animation.isHeld]).toEqual([true, true]);
  animation.toggle();
  expect(animation.isHeld).toBe(false);
  await shown(animation, standing);
  expect(animation.isHeld).toBe(false);
  await shown(animation, damaged);
  expect(animation.isHeld).toBe(false);
});

test('a film, and what lies on a drive that is away, is not asked about', async () => {
  const { animation, asked } = create(true);
  await shown(animation, { id: 1, kind: 'video', isOffline: false });
  await shown(animation, { id: 1, kind: 'image', isOffline: true });
  expect([asked, animation.isHeld]).toEqual([[], false]);
});
