import { expect, test } from 'vitest';
import { pictureAmong, tiffPages } from '../../../main/formats/tiff-pages.ts';
import { blue, colourAt, decode, distance, formatFor, green, open, red, type Rgb } from './pictures.ts';

interface Page {
  readonly width: number;
  readonly height: number;
  readonly colour: Rgb;
  readonly subfileType?: number;
  readonly description?: string;
}

/** An uncompressed RGB file of several pages, little-endian. */
function tiffOf(pages: readonly Page[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let at = 8;
  let linkAt = 4;
  const whole = () => Buffer.concat(parts);
  const push = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  const links: [number, number][] = [];
  for (const { width, height, colour, subfileType = 0, description } of pages) {
    const pixelsAt = at;
    push(Buffer.from(Array.from({ length: width * height }, () => colour).flat()));
    const textAt = at;
    const text = Buffer.from(`${description ?? ''}\0`);
    if (description !== undefined) push(Buffer.concat([text, Buffer.alloc(text.length % 2)]));
    const bitsAt = at;
    push(Buffer.from([8, 0, 8, 0, 8, 0]));
    if (at % 2 === 1) push(Buffer.alloc(1));
    const entries: [tag: number, type: number, count: number, value: number][] = [
      [254, 4, 1, subfileType], [256, 3, 1, width], [257, 3, 1, height], [258, 3, 3, bitsAt], [259, 3, 1, 1], [262, 3, 1, 2],
      ...(description === undefined ? [] : [[270, 2, text.length, textAt] as [number, number, number, number]]),
      [273, 4, 1, pixelsAt], [277, 3, 1, 3], [278, 3, 1, height], [279, 4, 1, width * height * 3],
    ]; // prettier-ignore
    links.push([linkAt, at]);
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length);
    entries.forEach(([tag, type, count, value], i) => {
      const entry = 2 + i * 12;
      directory.writeUInt16LE(tag, entry);
      directory.writeUInt16LE(type, entry + 2);
      directory.writeUInt32LE(count, entry + 4);
      directory.writeUInt32LE(value, entry + 8);
    });
    linkAt = at + directory.length - 4;
    push(directory);
  }
  const bytes = whole();
  for (const [from, to] of links) bytes.writeUInt32LE(to, from);
  return bytes;
}

const small = { width: 24, height: 16 };
const big = { width: 240, height: 160 };

async function shown(pages: readonly Page[]) {
  const decoded = await decode(tiffOf(pages));
  return { size: [decoded.width, decoded.height], colour: colourAt(decoded, 0.5, 0.5) };
}

test('a reduced copy that comes first is not the picture', async () => {
  const { size, colour } = await shown([
    { ...small, colour: red, subfileType: 1 },
    { ...big, colour: green },
  ]);
  expect(size).toEqual([240, 160]);
  expect(distance(colour, green)).toBeLessThanOrEqual(2);
});

test('the largest page is, even where the small one does not say that it is a copy', async () => {
  expect(
    (
      await shown([
        { ...small, colour: red },
        { ...big, colour: green },
      ])
    ).size,
  ).toEqual([240, 160]);
});

test('of pages of one size the first, and no mask however large', async () => {
  const pages = [{ ...big, colour: red }, { ...big, colour: green }, { width: 300, height: 200, colour: blue, subfileType: 4 }];
  const { size, colour } = await shown(pages);
  expect(size).toEqual([240, 160]);
  expect(distance(colour, red)).toBeLessThanOrEqual(2);
}); // prettier-ignore

test('a file that has nothing but reduced copies shows the largest', async () => {
  const pages = [
    { ...small, colour: red, subfileType: 1 },
    { ...big, colour: green, subfileType: 1 },
  ];
  expect((await shown(pages)).size).toEqual([240, 160]);
});

test('words of the picture’s own page go before those of the first', async () => {
  const caption = async (...descriptions: (string | undefined)[]) => {
    const pages = [{ ...small, colour: red, subfileType: 1 }, { ...big, colour: green }];
    const bytes = tiffOf(pages.map((page, i) => ({ ...page, ...(descriptions[i] !== undefined && { description: descriptions[i] }) })));
    return (await formatFor(bytes).metadata(open(bytes, '/photos/a.tif'))).caption;
  };
  expect(await caption('the copy', 'the picture')).toBe('the picture');
  expect(await caption('the first', undefined)).toBe('the first');
}); // prettier-ignore

test('directories that lead in a circle, or nowhere, end', () => {
  const circle = tiffOf([{ ...small, colour: red }]);
  const directory = circle.readUInt32LE(4);
  circle.writeUInt32LE(directory, circle.length - 4);
  expect(tiffPages(circle)).toHaveLength(1);
  circle.writeUInt32LE(0x7fffffff, circle.length - 4);
  expect(tiffPages(circle)).toHaveLength(1);
  expect(pictureAmong([])).toBe(0);
  for (let end = 0; end < 40; end++) expect(() => tiffPages(circle.subarray(0, end))).not.toThrow();
});
