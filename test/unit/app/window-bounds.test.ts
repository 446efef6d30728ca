import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBounds, writeBounds } from '../../../main/app/window-bounds.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false };

test('the window comes back where it was', () => {
  using folder = temporaryFolder();
  writeBounds(path.join(folder.path, 'new'), bounds);
  expect(readBounds(path.join(folder.path, 'new'), [screen])).toEqual(bounds);
});

test('a window on a screen that is gone keeps its size and is placed by the system', () => {
  using folder = temporaryFolder();
  writeBounds(folder.path, { ...bounds, x: 2500 });
  expect(readBounds(folder.path, [screen])).toEqual({ width: 1000, height: 700, isMaximized: false });
});

test.each(['', '{', '{"x":1}', '{"x":"a","y":0,"width":1,"height":1,"isMaximized":0}'])(
  'a file that says %j is as good as none',
  (text) => {
    using folder = temporaryFolder();
    fs.writeFileSync(path.join(folder.path, 'window.json'), text);
    expect(readBounds(folder.path, [screen])).toEqual({ width: 1280, height: 820, isMaximized: false });
  },
);
