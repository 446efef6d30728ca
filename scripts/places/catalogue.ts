import { existsSync, readFileSync } from 'node:fs';

/** Reads a gettext .mo file (little-endian): GeoNames id or region code -> name. Empty where there is no such file. */
export function readCatalogue(file: string): Map<string, string> {
  const names = new Map<string, string>();
  if (!existsSync(file)) return names;
  const bytes = readFileSync(file);
  const count = bytes.readUInt32LE(8);
  const keys = bytes.readUInt32LE(12);
  const values = bytes.readUInt32LE(16);
  for (let i = 0; i < count; i++) {
    const key = textAt(bytes, keys + 8 * i);
    if (key !== '') names.set(key, textAt(bytes, values + 8 * i));
  }
  return names;
}

function textAt(bytes: Buffer, entry: number): string {
  const length = bytes.readUInt32LE(entry);
  const start = bytes.readUInt32LE(entry + 4);
  return bytes.toString('utf8', start, start + length);
}
