import fs from 'node:fs/promises';

const sliceBytes = 1 << 20;

/**
 * The bytes of a file; one may grow while it is read, or be something without an end.
 * @param flags as fs.open has them; absent: for reading
 * @returns undefined where there are more than `most`
 */
export async function readAtMost(file: string, most: number, flags?: number): Promise<Buffer | undefined> {
  await using handle = await fs.open(file, flags);
  const parts: Buffer[] = [];
  for (let total = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(sliceBytes), 0, sliceBytes, null);
    if (bytesRead === 0) return Buffer.concat(parts);
    total += bytesRead;
    if (total > most) return undefined;
    parts.push(buffer.subarray(0, bytesRead));
  }
}
