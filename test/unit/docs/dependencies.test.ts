import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

test('every dependency has a line in docs/dependencies.md, and no line is left of one that is gone', () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const rows = fs.readFileSync(path.join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^\| ([@a-z][^|]*)\|/gm);
  const listed = [...rows].flatMap(([, names = '']) => names.trim().split(', ')).filter((name) => name !== 'package');
  const wanted = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(listed.sort()).toEqual(wanted.sort());
});

test('every dependency is pinned', () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});
