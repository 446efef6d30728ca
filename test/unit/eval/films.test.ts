import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { evaluateFilms, evaluateScenePhotos, formatFilms, readFilms } from '../../../main/eval/films.ts';
import type { SearchPath } from '../../../main/eval/through-search.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const scenes = [
  { fromS: 0, toS: 5, sentences: ['a cat'], photo: 'photos/cat.jpg' },
  { fromS: 5, toS: 9, sentences: ['a dog', 'a boat'], photo: 'photos/dog.jpg' },
];

/** Answers each sentence with these photos in this order, at these moments. */
function library(
  files: readonly string[],
  answers: Record<string, readonly [id: number, atMs?: number][]>,
): SearchPath {
  const all = files.map((_, id) => [id] as const);
  return {
    lists: {
      open: async ({ text }: { text?: string }) => {
        const found: readonly (readonly [id: number, atMs?: number])[] =
          text === undefined ? all : (answers[text] ?? []);
        return { count: found.length, cards: found.map(([id, atMs]) => ({ id, atMs })) };
      },
      page: async () => [],
    },
    photos: { get: (id: number) => ({ files: [{ path: files[id] }] }) },
    // Of lists and photos only this is read.
  } as unknown as SearchPath;
}

test('films are found by their scenes, and their moments are compared with the times that are known', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'films.json');
  fs.writeFileSync(file, JSON.stringify({ films: [{ file: 'films/a.avi', scenes }] }));
  const set = await readFilms(file);
  const film = path.join(folder.path, 'films/a.avi');
  expect(set.films[0]?.file).toBe(film);

  const answers = { 'a cat': [[0, 6_900]], 'a dog': [[1], [0, 12_000]], 'a boat': [[1], [2]] } as const;
  const found = await evaluateFilms(set, library([film, '/other.avi', '/third.avi'], answers as never));
  expect(found).toMatchObject({ films: 1, scenes: 2, sentences: 3, missing: [] });
  expect(found.film.recallAt1).toBeCloseTo(1 / 3);
  expect(found.film.recallAt5).toBeCloseTo(2 / 3);
  // The first is 1.9 s after its scene, the second 3 s, the third is not found.
  expect(found.momentWithin2s).toBeCloseTo(1 / 3);
  expect(found.momentWithin2sOfFirst).toBe(1);

  const photos = [path.join(folder.path, 'photos/cat.jpg'), path.join(folder.path, 'photos/dog.jpg')];
  const alone = await evaluateScenePhotos(
    set,
    library(photos, { 'a cat': [[0]], 'a dog': [[0], [1]], 'a boat': [[1]] }),
  );
  expect(alone.recallAt1).toBeCloseTo(2 / 3);
  expect(formatFilms(found, alone)).toContain('1 films of 2 scenes, 3 sentences.');
});

test('a film that has one moment opens at its beginning, and one that is not there is named', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'films.json');
  const [cat] = scenes;
  fs.writeFileSync(
    file,
    JSON.stringify({
      films: [
        { file: 'a.avi', scenes: [cat] },
        { file: 'b.avi', scenes: [cat] },
      ],
    }),
  );
  const set = await readFilms(file);
  const found = await evaluateFilms(set, library([path.join(folder.path, 'a.avi')], { 'a cat': [[0]] }));
  expect(found.momentWithin2s).toBe(0.5);
  expect(found.missing).toEqual([path.join(folder.path, 'b.avi')]);
});

test('a file of another form is refused with the place', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'films.json');
  await expect(readFilms(file)).rejects.toMatchObject({ kind: 'not-found' });
  fs.writeFileSync(file, '{"films":[{"file":"a.avi","scenes":[{"fromS":0,"toS":5,"sentences":[]}]}]}');
  await expect(readFilms(file)).rejects.toMatchObject({
    kind: 'bad-input',
    message: expect.stringContaining('films.0.scenes.0') as string,
  });
});
