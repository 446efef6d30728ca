import fs from 'node:fs';
import path from 'node:path';
import { generateKeyPairSync } from 'node:crypto';

/** `node scripts/make-update-key.ts FILE`: a new pair of keys for signing manifests of updates. docs/updates.md */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say where the private half goes: node scripts/make-update-key.ts FILE');
  process.exitCode = 2;
} else {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  fs.writeFileSync(path.resolve(file), pem, { mode: 0o600, flag: 'wx' });
  console.log(
    `The public half, for main/updates/key.ts:\n${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  );
}
