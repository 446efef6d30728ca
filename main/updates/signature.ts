import { createPublicKey, sign, verify, type KeyLike } from 'node:crypto';

export interface Manifest {
  /** e.g. `latest-linux.yml` */
  readonly name: string;
  readonly text: string;
}

/**
 * Whether one of the keys signed this manifest: Ed25519 (RFC 8032) over its name and what is in it, as it lies on the server. With
 * the name, for nobody is to be given the manifest of another system or processor.
 * @param signature base64, what stands in `<name>.sig`
 * @param keys SubjectPublicKeyInfo in base64
 */
export function isSigned(manifest: Manifest, signature: string, keys: readonly string[]): boolean {
  const bytes = Buffer.from(signature.trim(), 'base64');
  if (bytes.length !== 64) return false;
  return keys.some((key) =>
    verify(
      null,
      bytesOf(manifest),
      createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
      bytes,
    ),
  );
}

/** @returns base64, with an end of line */
export function signatureOf(manifest: Manifest, privateKey: KeyLike): string {
  return `${sign(null, bytesOf(manifest), privateKey).toString('base64')}\n`;
}

function bytesOf({ name, text }: Manifest): Buffer {
  return Buffer.from(`${name}\n${text}`, 'utf8');
}
