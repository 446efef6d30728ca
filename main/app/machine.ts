import { app, powerMonitor } from 'electron';
import type { Machine } from '../library/guest.ts';
import { describeGpu } from '../util/describe-gpu.ts';

/** Power and idleness, as Electron hears of them. */
export const machine: Machine = {
  idleSeconds: () => powerMonitor.getSystemIdleTime(),
  isOnBattery: () => powerMonitor.isOnBatteryPower(),
};

/** Sleep, power or the lock screen changed: what waits for them need not wait for the next look. */
export function onMachineChange(listener: () => void): void {
  powerMonitor.on('on-ac', listener);
  powerMonitor.on('on-battery', listener);
  powerMonitor.on('resume', listener);
  powerMonitor.on('unlock-screen', listener);
}

/** What draws on this machine and its driver; Chromium knows what files do not tell on Windows and macOS. */
export async function gpuOfMachine(): Promise<string> {
  const known: unknown = await app.getGPUInfo('basic').catch(() => undefined);
  const devices: unknown = isObject(known) ? known['gpuDevice'] : undefined;
  const parts = Array.isArray(devices) ? devices.filter(isObject).map(describe) : [];
  return [describeGpu(), ...parts].join(' ');
}

function describe(device: Record<string, unknown>): string {
  return ['vendorId', 'deviceId', 'driverVendor', 'driverVersion']
    .map((key) => device[key])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(':');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
