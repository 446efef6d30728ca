import fs from 'node:fs';
import path from 'node:path';
import { createPrivateKey } from 'node:crypto';
import { updateKeys } from '../main/updates/key.ts';
import { isSigned, signatureOf } from '../main/updates/signature.ts';
import { root } from './root.ts';

/** Signs the manifests in out/ with the key in LUMISIFT_UPDATE_KEY (PKCS #8, PEM): docs/updates.md. */
const key = process.env['LUMISIFT_UPDATE_KEY'];
if (!key) {
  console.error(
    'LUMISIFT_UPDATE_KEY is not set, so the manifests are not signed: no installed Lumisift will take them.',
  );
} else {
  const out = path.join(root, 'out');
  for (const name of fs.readdirSync(out).filter((it) => /^latest.*\.yml$/.test(it))) {
    const manifest = { name, text: fs.readFileSync(path.join(out, name), 'utf8') };
    const signature = signatureOf(manifest, createPrivateKey(key));
    if (!isSigned(manifest, signature, updateKeys))
      throw new Error('this is not the private half of a key in main/updates/key.ts');
    fs.writeFileSync(path.join(out, `${name}.sig`), signature);
    console.log(`${name}.sig`);
  }
}
