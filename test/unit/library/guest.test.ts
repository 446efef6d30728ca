import { expect, test, vi } from 'vitest';
import type { GuestState } from '../../../preload/contract/engine.ts';
import { createGuest } from '../../../main/library/guest.ts';

type Wishes = Parameters<typeof createGuest>[0]['settings'];

function guestOf(wishes: Partial<ReturnType<Wishes>>, cores = 8) {
  const machine = { idle: 0 as number | undefined, battery: false as boolean | undefined };
  const settings: ReturnType<Wishes> = { onlyWhenIdle: false, notOnBattery: false, coreShare: 'all', ...wishes };
  const told: GuestState[] = [];
  const guest = createGuest({
    machine: { idleSeconds: () => machine.idle, isOnBattery: () => machine.battery },
    cores,
    settings: () => settings,
    onChange: (state) => told.push(state),
  });
  return { guest, machine, settings, told, [Symbol.dispose]: () => guest.stop() };
}

test('without wishes of the person, all cores are taken at any time', () => {
  using it = guestOf({});
  it.machine.battery = true;
  it.guest.check();
  expect(it.guest.state()).toEqual({ cores: 8, isFullSpeed: false });
  expect(it.told).toEqual([]);
});

test('work waits while the machine runs on its battery, and is told when the power is back', () => {
  using it = guestOf({ notOnBattery: true });
  it.machine.battery = true;
  it.guest.check();
  it.machine.battery = false;
  it.guest.check();
  expect(it.told.map(({ waitsFor }) => waitsFor)).toEqual(['power', undefined]);
});

test('work waits until nobody has used the machine for two minutes, and stops within two seconds of their return', () => {
  vi.useFakeTimers();
  try {
    using it = guestOf({ onlyWhenIdle: true });
    expect(it.guest.state().waitsFor).toBe('idle');
    it.machine.idle = 119;
    vi.advanceTimersByTime(2_000);
    expect(it.guest.state().waitsFor).toBe('idle');
    it.machine.idle = 121;
    vi.advanceTimersByTime(2_000);
    expect(it.guest.state().waitsFor).toBeUndefined();
    it.machine.idle = 0;
    vi.advanceTimersByTime(2_000);
    expect(it.guest.state().waitsFor).toBe('idle');
  } finally {
    vi.useRealTimers();
  }
});

test('where nobody can tell, nothing is waited for', () => {
  using it = guestOf({ onlyWhenIdle: true, notOnBattery: true });
  it.machine.idle = undefined;
  it.machine.battery = undefined;
  it.guest.check();
  expect(it.guest.state().waitsFor).toBeUndefined();
});

test.each([
  ['quarter', 8, 2],
  ['half', 8, 4],
  ['all', 8, 8],
  ['quarter', 2, 1],
  ['half', 3, 1],
] as const)('a share of a %s of %i cores is %i', (coreShare, cores, share) => {
  using it = guestOf({ coreShare }, cores);
  expect(it.guest.state().cores).toBe(share);
});

test('full speed counts until the work is done', () => {
  using it = guestOf({ notOnBattery: true, coreShare: 'quarter' });
  it.machine.battery = true;
  it.guest.check();
  expect(it.guest.setFullSpeed(true)).toEqual({ cores: 8, isFullSpeed: true });
  it.guest.done();
  expect(it.guest.state()).toEqual({ waitsFor: 'power', cores: 2, isFullSpeed: false });
});
