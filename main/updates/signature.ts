import { createPublicKey, sign, verify, type KeyLike } from 'node:crypto';

/**
 * Whether one of the keys signed these bytes: Ed25519 (RFC 8032) over the manifest as it lies on the server.
 * @param signature base64, what stands in `<manifest>.sig`
 * @param keys SubjectPublicKeyInfo in base64
 */
export function isSigned(manifest: string, signature: string, keys: readonly string[]): boolean {
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== 64) return false;
  return keys.some((key) =>
    verify(
      null,
      Buffer.from(manifest, 'utf8'),
      createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
      bytes,
    ),
  );
}

/** @returns base64, with an end of line */
export function signatureOf(manifest: string, privateKey: KeyLike): string {
  return `${sign(null, Buffer.from(manifest, 'utf8'), privateKey).toString('base64')}\n`;
}
