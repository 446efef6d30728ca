import { mostParts } from './limits.ts';

export const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export interface PngChunk {
  readonly type: string;
  /** Of its length field, and behind its checksum. */
  readonly start: number;
  readonly end: number;
}

/** Chunks in order up to IEND; not whole when the file ends before, or has more of them than any program writes. */
export function chunksOf(bytes: Uint8Array): { readonly chunks: readonly PngChunk[]; readonly isWhole: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let at = signature.length;
  while (at + 12 <= bytes.length && chunks.length < mostParts) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, start: at, end });
    if (type === 'IEND') return { chunks, isWhole: true };
    at = end;
  }
  return { chunks, isWhole: false };
}
