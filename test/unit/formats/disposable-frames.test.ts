import { expect, test } from 'vitest';
import { isDisposable } from '../../../main/formats/video/disposable.ts';
import { isInstant } from '../../../main/formats/video/instant.ts';

const config = Uint8Array.from([1, 0x64, 0, 0x28, 0xff]);
const inMp4 = { is: 'window', codec: 'avc1.640028', description: config } as const;
const inTs = { ...inMp4, description: undefined };

/** A NAL unit of so many bytes. */
const unit = (header: number, length = 6) => Buffer.concat([Buffer.from([header]), Buffer.alloc(length - 1, 0xaa)]);
const withLengths = (...units: Buffer[]) =>
  Buffer.concat(units.flatMap((it) => [Buffer.from([0, 0, 0, it.length]), it]));
const withStartCodes = (...units: Buffer[]) => Buffer.concat(units.flatMap((it) => [Buffer.from([0, 0, 0, 1]), it]));
const [delimiter, info, reference, disposable, key] = [0x09, 0x06, 0x41, 0x01, 0x65];

test('a frame that others are decoded from is kept, one of which nothing is made can be left out', () => {
  for (const [codec, frameOf] of [
    [inMp4, withLengths],
    [inTs, withStartCodes],
  ] as const) {
    expect(isDisposable(codec, frameOf(unit(delimiter), unit(info), unit(disposable), unit(disposable)))).toBe(true);
    expect(isDisposable(codec, frameOf(unit(delimiter), unit(reference)))).toBe(false);
    expect(isDisposable(codec, frameOf(unit(key)))).toBe(false);
    // Two fields in one frame.
    expect(isDisposable(codec, frameOf(unit(disposable), unit(reference)))).toBe(false);
  }
});

test('what says nothing, or is no H.264, is kept', () => {
  expect(isDisposable(inMp4, new Uint8Array(0))).toBe(false);
  expect(isDisposable(inMp4, withLengths(unit(info)))).toBe(false);
  expect(isDisposable({ ...inMp4, codec: 'hev1.1.6.L93.B0' }, withLengths(unit(disposable)))).toBe(false);
  expect(isDisposable({ ...inMp4, codec: 'vp09.00.10.08' }, withLengths(unit(disposable)))).toBe(false);
});

test('lengths that lie end it', () => {
  const lying = withLengths(unit(disposable));
  lying.writeUInt32BE(0xffffffff, 0);
  expect(isDisposable(inMp4, lying)).toBe(true);
  lying.writeUInt32BE(0, 0);
  expect(typeof isDisposable(inMp4, lying)).toBe('boolean');
});

test('a decoder may begin with a picture that forgets what was before, not with one that only stands alone', () => {
  for (const [codec, frameOf] of [
    [inMp4, withLengths],
    [inTs, withStartCodes],
  ] as const) {
    expect(isInstant(codec, frameOf(unit(delimiter), unit(info), unit(key)))).toBe(true);
    expect(isInstant(codec, frameOf(unit(delimiter), unit(info), unit(reference)))).toBe(false);
  }
  expect(isInstant({ ...inMp4, codec: 'vp09.00.10.08' }, withLengths(unit(reference)))).toBe(true);
});
