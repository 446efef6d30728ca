import { expect, test } from 'vitest';
import { whyNotInstalled } from '../../../../scripts/system/provide.ts';

const command = 'apt-get install -y --no-install-recommends g++';

test.each([
  [
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)',
    'The package manager is locked',
  ],
  ['E: Unable to lock directory /var/lib/apt/lists/', 'The package manager is locked'],
  ["W: Failed to fetch http://x/InRelease  Temporary failure resolving 'x'", 'see to the network'],
  ["E: You don't have enough free space in /var/cache/apt/archives/.", 'The disk is full'],
  ['dpkg: error: cannot write: No space left on device', 'The disk is full'],
  ['E: Unable to locate package g++', '(Unable to locate package g++)'],
  ['', 'it did not say why'],
])('what apt-get printed becomes one sentence with the command: %s', (printed, sentence) => {
  const said = whyNotInstalled(printed, 'Electron', command);
  expect(said).toContain(sentence);
  expect(said.split('\n')).toEqual([expect.stringContaining('then run this again'), `  ${command}`]);
});
