import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataset } from '../../../main/eval/dataset.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumisift-eval-'));
});
afterAll(() => rm(folder, { recursive: true }));
const write = async (name: string, content: unknown) => {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};

test('a manifest, by its folder', async () => {
  await write('manifest.json', {
    set: 'mine',
    sources: {},
    images: [
      { file: 'a/1.jpg', source: 'a', captions: ['one'], width: 3 },
      { file: 'b/2.jpg', source: 'b', labels: ['dog'] },
    ],
  });
  expect(await readDataset(folder)).toEqual({
    name: 'mine',
    images: [
      { path: join(folder, 'a/1.jpg'), source: 'a', captions: ['one'], labels: [] },
      { path: join(folder, 'b/2.jpg'), source: 'b', captions: [], labels: ['dog'] },
    ],
  });
});

test('the token file of Flickr8k, with the pictures that are there', async () => {
  await mkdir(join(folder, 'Flicker8k_Dataset'));
  await write('Flicker8k_Dataset/1_a.jpg', 'x');
  const file = await write(
    'Flickr8k.token.txt',
    '1_a.jpg#0\tA dog .\n1_a.jpg#1\tOne dog #1\tthere .\r\n2258277193_586949ec62.jpg.1#0\tNever published .\n\n',
  );
  const { name, images } = await readDataset(file);
  expect(name).toBe('flickr8k');
  expect(images).toEqual([
    {
      path: join(folder, 'Flicker8k_Dataset/1_a.jpg'),
      source: 'flickr8k',
      captions: ['A dog .', 'One dog #1\tthere .'],
      labels: [],
    },
  ]);
});

test('Karpathy’s JSON, the test split unless another is asked for', async () => {
  const image = (filename: string, split: string) => ({
    filename,
    filepath: 'val2014',
    split,
    sentences: [{ raw: ' A cat. ', tokens: [] }],
  });
  const file = await write('dataset_coco.json', {
    dataset: 'coco',
    images: [image('1.jpg', 'train'), image('2.jpg', 'test')],
  });
  expect(await readDataset(file, { images: '/pictures' })).toEqual({
    name: 'coco',
    images: [{ path: resolve('/pictures/val2014/2.jpg'), source: 'coco', captions: ['A cat.'], labels: [] }],
  });
  expect((await readDataset(file, { split: 'train' })).images[0]?.path).toBe(join(folder, 'val2014/1.jpg'));
});

test('what is no data set is told with its reason', async () => {
  await expect(readDataset(join(folder, 'nothing'))).rejects.toMatchObject({ kind: 'not-found' });
  await expect(readDataset(await write('other.json', { photos: [] }))).rejects.toMatchObject({ kind: 'bad-input' });
  await expect(readDataset(await write('broken.json', '{"images": ['))).rejects.toMatchObject({ kind: 'bad-input' });
  await expect(readDataset(await write('text.txt', 'a.jpg#0\tfine\nno caption here'))).rejects.toMatchObject({
    kind: 'bad-input',
    message: expect.stringContaining('line 2'),
  });
});

const dev = resolve(import.meta.dirname, '../../../../shared/eval/dev');
test.skipIf(!existsSync(dev))('the evaluation set is read whole', async () => {
  const { images } = await readDataset(dev);
  expect(images).toHaveLength(644);
  expect(images.filter(({ captions }) => captions.length === 5)).toHaveLength(480);
  expect(images.every(({ path }) => existsSync(path))).toBe(true);
});
