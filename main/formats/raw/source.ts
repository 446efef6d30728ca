import type { FileHandle } from 'node:fs/promises';
import { PastLimit } from '../limits.ts';

/** Bytes that are read piece by piece: of a file that is too large to be held whole, or of a part of it. */
export interface Source {
  readonly size: number;
  /** @returns what is there of it: fewer bytes at the end, none behind it */
  read(at: number, length: number): Promise<Buffer>;
}

export function sourceOf(bytes: Buffer): Source {
  return {
    size: bytes.length,
    read: (at, length) =>
      Promise.resolve(bytes.subarray(Math.min(at, bytes.length), Math.min(at + length, bytes.length))),
  };
}

const blockBytes = 64 * 1024;
const mostBlocks = 64;

/** Directories are many small things that lie together: they are read in blocks, and each block once. */
export function sourceOfFile(handle: FileHandle, size: number): Source {
  const blocks = new Map<number, Promise<Buffer>>();
  const blockAt = (number: number) => {
    const known = blocks.get(number);
    if (known !== undefined) return known;
    if (blocks.size >= mostBlocks) blocks.clear();
    const block = readAll(handle, number * blockBytes, Math.min(blockBytes, size - number * blockBytes));
    blocks.set(number, block);
    return block;
  };
  return {
    size,
    async read(at, length) {
      const end = Math.min(at + length, size);
      if (!(at >= 0) || at >= end) return Buffer.alloc(0);
      if (end - at > blockBytes) return readAll(handle, at, end - at);
      const first = Math.floor(at / blockBytes);
      const last = Math.floor((end - 1) / blockBytes);
      const block = await blockAt(first);
      if (first === last) return block.subarray(at - first * blockBytes, end - first * blockBytes);
      return Buffer.concat([
        block.subarray(at - first * blockBytes),
        (await blockAt(last)).subarray(0, end - last * blockBytes),
      ]);
    },
  };
}

async function readAll(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(0, length));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, at + filled);
    if (bytesRead === 0) break; // it was cut while it was read
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** A part of another one. */
export function within(source: Source, start: number, length: number): Source {
  const size = Math.max(0, Math.min(length, source.size - start));
  return {
    size,
    read: (at, wanted) =>
      at >= size ? Promise.resolve(Buffer.alloc(0)) : source.read(start + at, Math.min(wanted, size - at)),
  };
}

/**
 * Gives up after so many bytes: offsets that point at each other would have no end.
 * @returns the same source, and what ends the limit
 */
export function limited(source: Source, mostBytes: number): { readonly source: Source; lift(): void } {
  let left = mostBytes;
  return {
    source: {
      size: source.size,
      read(at, length) {
        left -= Math.min(length, source.size);
        if (left < 0) return Promise.reject(new PastLimit('its directories have no end'));
        return source.read(at, length);
      },
    },
    lift: () => {
      left = Infinity;
    },
  };
}
