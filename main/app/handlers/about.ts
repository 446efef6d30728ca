import { app, shell } from 'electron';
import fs from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { licences } from '../../../preload/contract/licences.ts';
import { Failure } from '../../util/failure.ts';
import type { HandlersOf } from './needs.ts';
import type { calls } from '../../../preload/contract/api.ts';

type AboutCalls = Pick<typeof calls, 'app.licences' | 'app.showChromiumLicences'>;

/** What "About" shows of the works that the app is made of. */
export function aboutHandlers(): HandlersOf<AboutCalls> {
  return {
    'app.licences': async () =>
      licences.parse(JSON.parse(await fs.readFile(path.join(app.getAppPath(), 'dist/licences.json'), 'utf8'))),
    'app.showChromiumLicences': async () => {
      const page = path.join(app.getPath('temp'), 'Lumisift-LICENSES.chromium.html');
      await fs.writeFile(page, await chromiumLicences());
      const trouble = await shell.openPath(page);
      if (trouble !== '') throw new Failure('unavailable', `${page} could not be opened: ${trouble}`);
      return undefined;
    },
  };
}

async function chromiumLicences(): Promise<Buffer> {
  const name = 'LICENSES.chromium.html';
  if (app.isPackaged) return brotliDecompressSync(await fs.readFile(path.join(process.resourcesPath, `${name}.br`)));
  return await fs.readFile(path.join(path.dirname(app.getPath('exe')), name));
}
