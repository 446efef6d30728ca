import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTool } from '../../../main/writing/tool.ts';
import { makePhotos, temporaryFolder } from '../../fixtures/make-photos.ts';
import { until } from '../../fixtures/open-library.ts';
import { processesBelow } from '../../fixtures/processes.ts';

const exiftools = () =>
  processesBelow(process.pid).filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes('exiftool');
  });

test.runIf(process.platform === 'linux')('an ExifTool that stands still does not hold the end up', async () => {
  using photos = temporaryFolder();
  await makePhotos(photos.path, 1);
  const photo = path.join(photos.path, 'photo-1.jpg');
  const tool = createTool();
  await tool.read(photo, ['File:FileType']);
  expect(exiftools()).not.toEqual([]);
  for (const pid of exiftools()) process.kill(pid, 'SIGSTOP');
  const reading = tool.read(photo, ['File:FileType']).then(
    () => 'read',
    () => 'refused',
  );
  await tool.stop();
  expect(await reading).toBe('refused');
  await until('it is gone', () => exiftools().length === 0);
});
