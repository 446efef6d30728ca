import path from 'node:path';
import { expect, test } from 'vitest';
import { isInside } from '../../../main/util/is-inside.ts';

test.each([
  ['/photos', '/photos/a', true],
  ['/photos/', '/photos/a/b', true],
  ['/photos', '/photos', false],
  ['/photos', '/photos2/a', false],
  ['/photos', '/', false],
  ['/photos', '/photos/..gone/a', true],
  ['/photos/a', '/photos/b', false],
  ['/', '/photos', true],
  ['/', '/', false],
])('on Linux and macOS, %s and %s: %s', (outer, inner, expected) => {
  expect(isInside(outer, inner, path.posix)).toBe(expected);
});

test.each([
  ['C:\\', 'C:\\Photos', true],
  ['C:\\', 'c:\\photos\\2024', true],
  ['C:\\Photos', 'c:\\PHOTOS\\2024', true],
  ['C:\\Photos', 'C:\\Photos2', false],
  ['C:\\Photos', 'C:/Photos/2024', true],
  ['C:\\Photos', 'D:\\Photos\\2024', false],
  ['D:\\', 'C:\\', false],
  ['\\\\nas\\photos', '\\\\NAS\\Photos\\2024', true],
  ['\\\\nas\\photos', '\\\\nas\\music\\2024', false],
  ['Z:\\Photos', '\\\\nas\\photos\\2024', false],
])('on Windows, %s and %s: %s', (outer, inner, expected) => {
  expect(isInside(outer, inner, path.win32)).toBe(expected);
});
