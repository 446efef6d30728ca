import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSidecarFile } from '../../../main/pipeline/read-sidecar.ts';
import { readAtMost } from '../../../main/util/read-at-most.ts';
import { packet } from '../../fixtures/hostile-sidecars.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const about = { kind: 'xmp', about: 'a.jpg', aboutIs: 'name' } as const;

test.skipIf(process.platform === 'win32')('a sidecar that became a pipe is not waited for', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'a.jpg.xmp');
  execFileSync('mkfifo', [file]);
  expect(await readSidecarFile(file, about)).toMatchObject({ is: 'problem', problem: { kind: 'sidecar-damaged' } });
});

test('a sidecar of more than 4 MB is told, whatever its size was said to be', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'a.jpg.xmp');
  fs.writeFileSync(file, packet('<a/>'.repeat(1_100_000)));
  expect(await readSidecarFile(file, about)).toMatchObject({
    problem: { message: 'This sidecar has more than 4 MB. It is left as it is.' },
  });
});

test.skipIf(process.platform === 'win32')('a device without an end is read up to the limit', async () => {
  expect(await readAtMost('/dev/zero', 3 << 20)).toBeUndefined();
});

test.each(['utf16le', 'utf16be', 'utf32le', 'utf32be'] as const)(
  'XMP in %s is read, with its mark and without',
  async (encoding) => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, 'a.jpg.xmp');
    for (const mark of ['', '\ufeff']) {
      fs.writeFileSync(
        file,
        encoded(mark + packet('<dc:subject><rdf:Bag><rdf:li>草莓 📷</rdf:li></rdf:Bag></dc:subject>'), encoding),
      );
      expect(await readSidecarFile(file, about)).toMatchObject({ says: { keywords: ['草莓 📷'] } });
    }
  },
);

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  const bytes = Buffer.from(Uint32Array.from(text, (sign) => sign.codePointAt(0) ?? 0).buffer);
  return encoding === 'utf32le' ? bytes : bytes.swap32();
}
