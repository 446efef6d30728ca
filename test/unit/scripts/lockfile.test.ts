import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

test('npm 10 compiles nothing: a package with a binding.gyp, which it would build, says that there is no need', () => {
  const root = path.join(import.meta.dirname, '../../..');
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { gypfile?: boolean }>;
  };
  const built = Object.keys(lock.packages).filter(
    (name) => name !== '' && fs.existsSync(path.join(root, name, 'binding.gyp')),
  );
  expect(built).toContain('node_modules/better-sqlite3');
  const installs = (name: string) => {
    const { scripts = {} } = JSON.parse(fs.readFileSync(path.join(root, name, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return 'install' in scripts || 'preinstall' in scripts;
  };
  // A later `npm install` may drop it from the lockfile.
  for (const name of built)
    expect([name, lock.packages[name]?.gypfile === false || installs(name)]).toEqual([name, true]);
});
