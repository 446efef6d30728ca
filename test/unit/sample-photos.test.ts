import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../resources/sample-photos');
const sizeLimit = 5_000_000;
const licences = ['CC0-1.0', 'CC-BY-2.0', 'CC-BY-4.0', 'CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'LicenseRef-Public-Domain'];

/** The rows of CREDITS.md: file, what it shows, title and author, package, licence, changes, sha256. */
const credits = fs
  .readFileSync(path.join(folder, 'CREDITS.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [^|]+\.jpg\s*\|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const photos = fs
  .readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'CREDITS.md')
  .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

const read = (file: string) => fs.readFileSync(path.join(folder, file));

test('the credits list every sample photo and nothing else', () => {
  expect(photos.length).toBeGreaterThanOrEqual(24);
  expect(credits.map(([file]) => file).sort()).toEqual([...photos].sort());
});

test('every credit is complete, under a licence that allows redistribution', () => {
  for (const cells of credits) {
    expect(cells).toHaveLength(7);
    expect(
      cells.every((cell) => cell !== ''),
      cells[0],
    ).toBe(true);
    expect(licences, cells[0]).toContain(cells[4]);
  }
});

test('every sample photo is the file its credit describes', () => {
  const hashes = credits.map(([file = '']) => [file, `\`${createHash('sha256').update(read(file)).digest('hex')}\``]);
  expect(hashes).toEqual(credits.map(([file, , , , , , hash]) => [file, hash]));
});

test('every sample photo decodes to a colour picture of at most 1280 pixels', async () => {
  for (const file of photos) {
    const { info } = await sharp(read(file), { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels, file).toBe(3);
    expect(Math.max(info.width, info.height), file).toBeLessThanOrEqual(1280);
    expect(Math.min(info.width, info.height), file).toBeGreaterThanOrEqual(300);
  }
});

test('the sample photos stay small', () => {
  const size = photos.reduce((sum, file) => sum + read(file).length, 0);
  expect(size).toBeLessThan(sizeLimit);
});
