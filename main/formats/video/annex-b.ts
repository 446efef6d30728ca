/** @file Runs in the embedder process: the bytes are not trusted. */

/** Types of units (ITU-T H.265, table 7-1): parameter sets of the video, the sequence and the picture. */
const parameterSets = [32, 33, 34] as const;
const sequenceSet = 33;

/**
 * A key frame of HEVC as transport streams have it, start codes between its units (ITU-T H.265, annex B), as films of boxes have
 * it: units with their lengths before them, and beside them a configuration (ISO/IEC 14496-15, 8.3.3.1) of the parameter sets that
 * it brings along.
 * @returns undefined where it does not bring them
 */
export function outOfAnnexB(frame: Uint8Array): { frame: Uint8Array; configuration: Uint8Array } | undefined {
  const units = unitsOf(frame);
  const sets = parameterSets.map((type) => ({ type, units: units.filter((unit) => typeOf(unit) === type) }));
  const sequence = units.find((unit) => typeOf(unit) === sequenceSet);
  if (sequence === undefined || sets.some((set) => set.units.length === 0)) return undefined;
  const isSet = (unit: Uint8Array) => sets.some(({ type }) => typeOf(unit) === type);
  return {
    frame: Buffer.concat(units.filter((unit) => !isSet(unit)).flatMap((unit) => [u32(unit.length), unit])),
    configuration: Buffer.concat([
      headOf(sequence),
      Buffer.of(sets.length),
      ...sets.flatMap((set) => [
        Buffer.of(0x80 | set.type),
        u16(set.units.length),
        ...set.units.flatMap((unit) => [u16(unit.length), unit]),
      ]),
    ]),
  };
}

function unitsOf(bytes: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = -1;
  for (let at = 0; at + 2 < bytes.length; at++) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    if (start >= 0) units.push(withoutZeros(bytes.subarray(start, at)));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) units.push(withoutZeros(bytes.subarray(start)));
  return units.filter((unit) => unit.length > 2 && unit.length < 2 ** 31);
}

/** A unit ends with a bit that is set: zeros behind it belong to the next start code. */
function withoutZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}

function typeOf(unit: Uint8Array): number {
  return ((unit[0] ?? 0) >> 1) & 0x3f;
}

/** What the configuration says before its arrays, out of the sequence's parameter set (ITU-T H.265, 7.3.2.2 and 7.3.3). */
function headOf(unit: Uint8Array): Buffer {
  const bytes = withoutPrevention(unit);
  const mostLayers = ((bytes[2] ?? 0) >> 1) & 7;
  const isNested = (bytes[2] ?? 0) & 1;
  const general = Buffer.alloc(12);
  general.set(bytes.subarray(3, 15));
  const read = bitsOf(bytes, 15 * 8);
  const layers = Array.from({ length: mostLayers }, () => ({ hasProfile: read.bits(1), hasLevel: read.bits(1) }));
  if (mostLayers > 0) read.bits(2 * (8 - mostLayers));
  for (const { hasProfile, hasLevel } of layers) read.bits(88 * hasProfile + 8 * hasLevel);
  read.golomb(); // its number
  const chroma = read.golomb();
  if (chroma === 3) read.bits(1);
  read.golomb();
  read.golomb(); // width and height
  if (read.bits(1) === 1) for (let side = 0; side < 4; side++) read.golomb();
  const [luma, colour] = [read.golomb(), read.golomb()];
  return Buffer.concat([
    Buffer.of(1),
    general,
    Buffer.of(0xf0, 0, 0xfc, 0xfc | (chroma & 3), 0xf8 | (luma & 7), 0xf8 | (colour & 7), 0, 0),
    // Lengths of four bytes.
    Buffer.of(((mostLayers + 1) & 7) << 3 | isNested << 2 | 3),
  ]); // prettier-ignore
}

/** Without the bytes that keep a start code from standing in a unit (ITU-T H.265, 7.4.2). */
function withoutPrevention(unit: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (const [at, byte] of unit.entries())
    if (byte !== 3 || at < 2 || unit[at - 1] !== 0 || unit[at - 2] !== 0) kept.push(byte);
  return Uint8Array.from(kept);
}

/** Behind the end there are zeros. */
function bitsOf(bytes: Uint8Array, from: number) {
  let at = from;
  const bit = (): number => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at++;
    return value;
  };
  const bits = (count: number): number => {
    let value = 0;
    for (let n = 0; n < count; n++) value = (value * 2 + bit()) % 2 ** 32;
    return value;
  };
  return {
    bits,
    /** 9.2: `ue(v)`. */
    golomb(): number {
      let zeros = 0;
      while (zeros < 32 && bit() === 0) zeros++;
      return 2 ** zeros - 1 + bits(zeros);
    },
  };
}

function u16(value: number): Buffer {
  return Buffer.of((value >> 8) & 255, value & 255);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
