import type { Colours } from './walked.ts';

/** Red, green, blue as XYZ seen under D50 (columns), and the exponent of their curve. */
interface Space {
  readonly name: string;
  readonly primaries: readonly (readonly [x: number, y: number, z: number])[];
  readonly gamma: number;
}

/**
 * Adobe RGB (1998), whose exponent is 563/256 (its specification of 2005, 4.3.4), adapted to D50 by Bradford's matrix, and ROMM RGB (ISO
 * 22028-2), which is ProPhoto's.
 */
const spaces: Readonly<Record<Exclude<Colours, 'srgb'>, Space>> = {
  'adobe-rgb': {
    name: 'compatible with Adobe RGB (1998)',
    primaries: [
      [0.60974, 0.31111, 0.01947],
      [0.20528, 0.62567, 0.06087],
      [0.14919, 0.06322, 0.74457],
    ],
    gamma: 563 / 256,
  },
  'prophoto-rgb': {
    name: 'compatible with ROMM RGB',
    primaries: [
      [0.79767, 0.28804, 0],
      [0.13519, 0.71188, 0],
      [0.03134, 0.00009, 0.82491],
    ],
    gamma: 1.8,
  },
};

const d50 = [0.9642, 1, 0.8249] as const;

/** A profile of three primaries and a curve (ICC.1:2001-04, version 2). @returns undefined for sRGB, which needs none */
export function profileOf(colours: Colours | undefined): Buffer | undefined {
  if (colours === undefined || colours === 'srgb') return undefined;
  const { name, primaries, gamma } = spaces[colours];
  const curve = Buffer.alloc(14);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  const [red, green, blue] = primaries.map(xyz);
  const tags: [string, Buffer | undefined][] = [
    ['desc', description(name)],
    ['cprt', Buffer.from('text\0\0\0\0No rights reserved\0', 'latin1')],
    ['wtpt', xyz(d50)],
    ['rXYZ', red],
    ['gXYZ', green],
    ['bXYZ', blue],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const parts: Buffer[] = [];
  let at = 128 + table.length;
  for (const [i, [tag, content = Buffer.alloc(0)]] of tags.entries()) {
    table.write(tag, 4 + i * 12, 'latin1');
    table.writeUInt32BE(at, 8 + i * 12);
    table.writeUInt32BE(content.length, 12 + i * 12);
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    parts.push(padded);
    at += padded.length;
  }
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.writeUInt32BE(0x02100000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  head.writeUInt16BE(2001, 24);
  head.writeUInt16BE(1, 26);
  head.writeUInt16BE(1, 28);
  head.write('acsp', 36, 'latin1');
  xyz(d50).copy(head, 68, 8);
  return Buffer.concat([head, table, ...parts]);
}

function xyz(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 0, 'latin1');
  values.forEach((value, i) => bytes.writeInt32BE(Math.round(value * 65_536), 8 + i * 4));
  return bytes;
}

/** The name in ASCII; those in Unicode and for the Macintosh are empty. */
function description(name: string): Buffer {
  const head = Buffer.alloc(12);
  head.write('desc', 0, 'latin1');
  head.writeUInt32BE(name.length + 1, 8);
  return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1'), Buffer.alloc(78)]);
}
