import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../main/util/failure.ts';
import { decodeHalf, encodeHalf } from '../../../main/util/half.ts';

const bitsOf = (value: number) => encodeHalf(new Float32Array([value])).readUInt16LE(0);
const valueOf = (bits: number) => {
  const into = new Float32Array(1);
  decodeHalf(new Uint8Array([bits & 0xff, bits >> 8]), into);
  return into[0];
};

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519.996, 0x7bff],
  [65520, 0x7c00],
  [Infinity, 0x7c00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [2 ** -25 * 1.5, 0x0001],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [0.1, 0x2e66],
])('%d is stored as the half that IEEE 754 gives it', (value, bits) => {
  expect(bitsOf(value)).toBe(bits);
});

test('NaN stays NaN', () => {
  expect(valueOf(bitsOf(NaN))).toBeNaN();
});

test('every half comes back to its own bits', () => {
  for (let bits = 0; bits < 65_536; bits++) {
    const value = valueOf(bits) ?? NaN;
    if (!Number.isNaN(value)) expect(bitsOf(value)).toBe(bits);
  }
});

test('a number becomes the nearest half, and of two equally near ones the even one', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, min: -65504, max: 65504 }), (value) => {
      const bits = bitsOf(value);
      const got = valueOf(bits) ?? NaN;
      for (const other of [bits - 1, bits + 1]) {
        if ((other & 0x7c00) === 0x7c00 || other < 0 || (other & 0x8000) !== (bits & 0x8000)) continue;
        const distance = Math.abs(value - (valueOf(other) ?? NaN));
        expect(Math.abs(value - got)).toBeLessThanOrEqual(distance);
        if (Math.abs(value - got) === distance) expect(bits % 2).toBe(0);
      }
    }),
  );
});

test('a vector is decoded to its place among others, and nothing else is touched', () => {
  const into = new Float32Array([9, 9, 9, 9]);
  decodeHalf(encodeHalf(new Float32Array([0.5, -0.25])), into, 1);
  expect([...into]).toEqual([9, 0.5, -0.25, 9]);
});

test('bytes that do not fit are refused', () => {
  expect(() => decodeHalf(new Uint8Array(3), new Float32Array(4))).toThrow(Failure);
  expect(() => decodeHalf(new Uint8Array(8), new Float32Array(4), 1)).toThrow(Failure);
});
