import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFilmPage } from '../../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../../main/embedder/frames/headless.ts';
import { openFile } from '../../../main/embedder/open-file.ts';
import { colourAt, distance, fourColours, jpegOf, large, red } from './pictures.ts';

const page = createFilmPage(openHeadless);

/** Canon's CIFF of before 2005: a heap, and a directory at its end. No walker here knows it, but ExifTool does. */
function crw(jpeg: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.write('II', 'latin1');
  head.writeUInt32LE(26, 2);
  head.write('HEAPCCDR', 6, 'latin1');
  head.writeUInt32LE(0x0001_0002, 14);
  const directory = Buffer.alloc(2 + 10 + 4);
  directory.writeUInt16LE(1, 0);
  directory.writeUInt16LE(0x2007, 2);
  directory.writeUInt32LE(jpeg.length, 4);
  directory.writeUInt32LE(0, 8);
  directory.writeUInt32LE(jpeg.length, 12);
  return Buffer.concat([head, jpeg, directory]);
}

async function inFolder<T>(bytes: Buffer, work: (file: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-raw-'));
  try {
    const file = path.join(folder, 'a.crw');
    fs.writeFileSync(file, bytes);
    return await work(file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('a preview that no walker finds is asked of ExifTool', async () => {
  const jpeg = await jpegOf(fourColours(720, 480), 720, 480);
  const decoded = await inFolder(crw(jpeg), async (file) => {
    const opened = await openFile(file, page);
    expect(opened.format.id).toBe('crw');
    expect(opened.file.taken?.from).toBe('JpgFromRaw (ExifTool)');
    return opened.format.decode(opened.file, large);
  });
  expect([decoded.width, decoded.height]).toEqual([720, 480]);
  expect(distance(colourAt(decoded, 0.25, 0.25), red)).toBeLessThanOrEqual(6);
});

test('where it finds none either, the reason is said', async () => {
  await expect(inFolder(crw(Buffer.alloc(400, 3)), (file) => openFile(file, page))).rejects.toMatchObject({
    kind: 'unsupported',
    message:
      "Lumisift cannot read this CRW file: no preview of the camera's was found in it, and it can't be developed.",
  });
});
