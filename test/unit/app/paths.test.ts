import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePaths, parseCommandLine } from '../../../main/app/paths.ts';
import { defaultLibraryFolder } from '../../../main/util/library-folder.ts';

const app = { getPath: () => '/config/Lumisift', getAppPath: () => '/app', isPackaged: false };
const before = process.env['LUMISIFT_LIBRARY'];
beforeEach(() => delete process.env['LUMISIFT_LIBRARY']);
afterEach(() => {
  if (before !== undefined) process.env['LUMISIFT_LIBRARY'] = before;
});

test('the command line is read beside switches of Chromium’s', () => {
  const asked = parseCommandLine(
    [
      '-r',
      '/loader.js',
      '--no-sandbox',
      '.',
      '--library',
      'mine',
      '--add',
      'a',
      '--add=/b',
      '--inspect=0',
      '--unknown',
    ],
    path.resolve('/home'),
    path.resolve('/home'),
  );
  expect(asked).toEqual({
    library: path.resolve('/home/mine'),
    add: [path.resolve('/home/a'), path.resolve('/b')],
    open: [],
  });
});

test('paths are what is to be opened: relative ones, and the addresses that desktops give', () => {
  const { open } = parseCommandLine(
    ['a b.jpg', pathToFileURL(path.resolve('/photos/Zoë & co.jpg')).href, 'file:/c%20d.jpg', '--', '-odd.png'],
    path.resolve('/home'),
  );
  expect(open).toEqual([
    path.resolve('/home/a b.jpg'),
    path.resolve('/photos/Zoë & co.jpg'),
    path.resolve('/c d.jpg'),
    path.resolve('/home/-odd.png'),
  ]);
});

test.each(['file://elsewhere/photo.jpg', 'https://example.org/photo.jpg', 'file:///a%2Fb.jpg'])(
  '%s is no file of this machine, and is looked for as it stands',
  (address) => {
    if (process.platform === 'win32') return;
    expect(parseCommandLine([address], '/home').open).toEqual([path.resolve('/home', address)]);
  },
);

test.each([[[]], [['--library']], [['--library=', '--add=']]])('%j asks for nothing', (args) => {
  expect(parseCommandLine(args, '/home')).toEqual({ library: undefined, add: [], open: [] });
});

test('the window and the command line share the usual library', () => {
  expect(choosePaths(app).library).toBe(defaultLibraryFolder());
  expect(choosePaths(app).window).toBe('/config/Lumisift');
});

test('a folder for settings that is no whole path counts as none', () => {
  const usual = defaultLibraryFolder({}, 'linux');
  for (const config of ['', 'config', './config'])
    expect(defaultLibraryFolder({ XDG_CONFIG_HOME: config }, 'linux')).toBe(usual);
  expect(defaultLibraryFolder({ XDG_CONFIG_HOME: '/own' }, 'linux')).toBe('/own/Lumisift/library');
});

test('a library elsewhere has its window’s state beside it, so that each has an instance of its own', () => {
  expect(choosePaths(app, '/photos/library')).toMatchObject({
    library: '/photos/library',
    window: path.join('/photos/library', 'window'),
    logs: path.join('/photos/library', 'window', 'logs'),
  });
  process.env['LUMISIFT_LIBRARY'] = path.resolve('/elsewhere');
  expect(choosePaths(app).library).toBe(path.resolve('/elsewhere'));
  expect(choosePaths(app).window).toBe(path.join(path.resolve('/elsewhere'), 'window'));
});
