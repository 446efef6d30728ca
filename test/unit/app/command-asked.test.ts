import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandAsked, commandNames } from '../../../main/app/command-asked.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const root = path.join(import.meta.dirname, '../../..');
const launcher = path.join(root, 'resources/bin/lumisift');

test('the commands are those that the command line has', () => {
  const help = execFileSync(process.execPath, [path.join(root, 'main/cli.ts'), '--help'], { encoding: 'utf8' });
  const listed = [...help.slice(help.indexOf('Commands:'), help.indexOf('Examples:')).matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, name]) => name,
  );
  expect(listed.sort()).toEqual([...commandNames].sort());
});

const cases: readonly (readonly [args: string[], isCommand: boolean])[] = [
  [[], false],
  [['photo.jpg'], false],
  [['./search'], false],
  [['/photos', 'search'], false],
  [['--library', 'search'], false],
  [['--library', 'index', 'photo.jpg'], false],
  [['--add', '/photos'], false],
  [['--', 'search'], false],
  [['--add', '/photos', '--', '-x.jpg'], false],
  [['search', 'a dog'], true],
  [['--json', 'status'], true],
  [['--library', '/l', 'index'], true],
  [['--library=/l', 'index'], true],
  [['--help'], true],
  [['--version'], true],
];

test.each(cases)('%j', (args, isCommand) => {
  expect(commandAsked(args)).toEqual(isCommand ? args : undefined);
});

test('what the launcher marked is a command, without the switches in front of it', () => {
  expect(commandAsked(['--no-sandbox', '--ozone-platform=headless', '--lumisift-command', 'search', 'x'])).toEqual([
    'search',
    'x',
  ]);
});

test.skipIf(process.platform === 'win32')('the launcher decides as the app does', () => {
  using folder = temporaryFolder();
  // The app, played: it says what it is started with.
  fs.mkdirSync(path.join(folder.path, 'resources/bin'), { recursive: true });
  fs.copyFileSync(launcher, path.join(folder.path, 'resources/bin/lumisift'));
  fs.writeFileSync(path.join(folder.path, 'lumisift'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  for (const [args, isCommand] of cases) {
    const printed = execFileSync(path.join(folder.path, 'resources/bin/lumisift'), args, { encoding: 'utf8' });
    const given = printed
      .split('\n')
      .slice(0, -1)
      .filter((line, at) => at > 0 || line !== '');
    expect(commandAsked(given), JSON.stringify(args)).toEqual(isCommand ? args : undefined);
    expect(given.includes('--lumisift-command'), JSON.stringify(args)).toBe(isCommand);
  }
});
