import { expect, test } from 'vitest';
import { readPrecious, writePrecious, type PreciousFile } from '../../../main/library/precious-file.ts';

const content = 'ab'.repeat(32);
const rule = { text: '', keptAsWords: [] as string[], least: 'likely' as const, strictness: 0 };
const album = (number: number, inside?: number): PreciousFile['albums'][number] => ({
  ...{ number, name: `Album ${number}`, kind: 'manual', sort: 'own', rule, tagMode: 'off', tagLeast: 0.9 },
  ...(inside !== undefined && { in: inside }),
  ...{ photos: [], examples: [] },
});
const file = (rest: Partial<PreciousFile>): PreciousFile => ({
  ...{ format: 'lumisift-precious', version: 1, exportedAt: '2026-01-01', library: '1f2e3d4c' },
  ...{ photos: [], answers: [], albums: [], searches: [], vocabulary: { concepts: [] } },
  ...rest,
});
const answer = { content, concept: 'own-3@1f2e3d4c', name: 'Oma', isConfirmed: true, atMs: 1 };

test.each<[string, string, Partial<PreciousFile>]>([
  ['a time of day that no clock has', 'photos.0.takenWallMs', { photos: [{ content, takenWallMs: 1.5 }] }],
  ['a time that no date can hold', 'photos.0.takenWallMs', { photos: [{ content, takenWallMs: 8.7e15 }] }],
  ['half a minute of an offset', 'photos.0.takenOffsetMin', { photos: [{ content, takenOffsetMin: 0.5 }] }],
  ['a caption with half a letter', 'photos.0.caption', { photos: [{ content, caption: 'a\ud800' }] }],
  ['an answer of a day that cannot be', 'answers.0.atMs', { answers: [{ ...answer, atMs: 9e15 }] }],
  ['an answer with a NUL', 'answers.0.name', { answers: [{ ...answer, name: 'a\0b' }] }],
  ['an answer about nothing', 'answers.0.name', { answers: [{ ...answer, concept: '', name: ' ' }] }],
  ['a search with a NUL', 'searches.0.text', { searches: [{ name: 'n', text: '\0', keptAsWords: [], atMs: 1 }] }],
  [
    'albums inside each other without an end',
    'albums.100.in',
    { albums: Array.from({ length: 20_000 }, (_, at) => album(at, at === 0 ? undefined : at - 1)) },
  ],
])('%s is told before anything is taken in', (_what, where, rest) => {
  expect(() => readPrecious(writePrecious(file(rest)))).toThrow(
    `The file is damaged at ${where}, so nothing was changed.`,
  );
});

test('albums that lie in each other are passed over, those beside them are read', () => {
  const albums = [album(1, 2), album(2, 1), album(3, 3), album(4), album(5, 4)];
  expect(readPrecious(writePrecious(file({ albums }))).albums).toHaveLength(5);
});
