import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copySamples } from '../../../main/library/sample-photos.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('samples are copied beside what is there, and a second time nothing is', async () => {
  using folder = temporaryFolder();
  const from = path.join(folder.path, 'app');
  const pictures = path.join(folder.path, 'Pictures');
  fs.mkdirSync(path.join(from, 'home'), { recursive: true });
  fs.mkdirSync(path.join(pictures, 'Lumisift samples/home'), { recursive: true });
  fs.writeFileSync(path.join(from, 'CREDITS.md'), 'credits');
  fs.writeFileSync(path.join(from, 'home/cat.jpg'), 'a cat');
  fs.writeFileSync(path.join(from, 'home/dog.jpg'), 'a dog');
  fs.writeFileSync(path.join(pictures, 'Lumisift samples/home/cat.jpg'), 'of the person');

  const into = await copySamples(from, pictures);
  const files = () =>
    Object.fromEntries(
      fs
        .readdirSync(path.join(into, 'home'))
        .map((name) => [name, fs.readFileSync(path.join(into, 'home', name), 'utf8')]),
    );
  const whole = { 'cat.jpg': 'of the person', 'cat (2).jpg': 'a cat', 'dog.jpg': 'a dog' };
  expect(into).toBe(path.join(pictures, 'Lumisift samples'));
  expect(files()).toEqual(whole);
  await copySamples(from, pictures);
  expect(files()).toEqual(whole);
});

test('a folder for pictures that can not be written is said', async () => {
  using folder = temporaryFolder();
  const from = path.join(folder.path, 'app');
  fs.mkdirSync(from);
  fs.writeFileSync(path.join(from, 'cat.jpg'), 'a cat');
  fs.writeFileSync(path.join(folder.path, 'Pictures'), 'a file');
  await expect(copySamples(from, path.join(folder.path, 'Pictures'))).rejects.toMatchObject({ name: 'Failure' });
});
