import fs from 'node:fs/promises';

/** Endings of films (MPEG-TS) that far more files of another kind have: TypeScript's. */
const shared = /\.m?ts$/i;

/**
 * Whether a file has a film's ending and is something else by its first bytes: a source file in a folder of photos is no
 * failed film. Only files of such endings are opened.
 */
export async function isNamedForAnother(file: string): Promise<boolean> {
  if (!shared.test(file)) return false;
  try {
    const handle = await fs.open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
      // Each packet begins with it, in a camcorder's file behind four bytes of time (ISO/IEC 13818-1, 2.4.3.2).
      return bytesRead < 5 || (buffer[0] !== 0x47 && buffer[4] !== 0x47);
    } finally {
      await handle.close();
    }
  } catch {
    return false; // the work that reads it says why it can't
  }
}
