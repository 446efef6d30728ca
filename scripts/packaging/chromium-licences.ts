import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * Chromium's notices are 9 MB of HTML, the same licences again and again: where they are compressed with a window as large as
 * they are, 0.13 MB are left. "About" unpacks and shows them.
 */
export function keepChromiumLicences(dist: string, packed: string, resources: string): void {
  const name = 'LICENSES.chromium.html';
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24 };
  fs.writeFileSync(
    path.join(resources, `${name}.br`),
    brotliCompressSync(fs.readFileSync(path.join(dist, name)), { params }),
  );
  fs.rmSync(path.join(packed, name), { force: true });
}
