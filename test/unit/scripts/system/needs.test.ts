import { expect, test } from 'vitest';
import { missingLibraries, packagesHere, unlinked } from '../../../../scripts/system/needs.ts';

const debian12 = 'Package: libssl3\nStatus: install ok installed\n';
const debian13 = 'Package: libssl3t64\nStatus: install ok installed\n';

test('what the loader does not know is named with the package that has it', () => {
  const all = missingLibraries(new Set());
  const packages = packagesHere(all, debian12);
  expect(packages).toEqual(expect.arrayContaining(['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libdrm2']));
  const known = new Set(all.flatMap(({ what }) => what.split(', ')));
  expect(missingLibraries(known)).toEqual([]);
  known.delete('libsmime3.so');
  expect(missingLibraries(known)).toEqual([{ what: 'libsmime3.so', packages: ['libnss3'] }]);
});

test('libraries that Debian 13 and Ubuntu 24.04 renamed have their new names there, and the others their old ones', () => {
  const missing = [{ what: 'x', packages: ['libasound2', 'libcups2', 'libgbm1', 'xvfb', 'libgbm1'] }];
  expect(packagesHere(missing, debian12)).toEqual(['libasound2', 'libcups2', 'libgbm1', 'xvfb']);
  expect(packagesHere(missing, debian13)).toEqual(['libasound2t64', 'libcups2t64', 'libgbm1', 'xvfb']);
});

test.runIf(process.platform === 'linux')('a program whose libraries are all there lacks none', () => {
  expect(unlinked(process.execPath)).toEqual([]);
});
