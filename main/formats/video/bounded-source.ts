/** @file Runs in the embedder process: the bytes are not trusted. */
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import { mostIndexBytes, PastLimit } from '../limits.ts';
import type { Stretch } from './film.ts';

/** Read where they lie, without a copy of the file in memory. */
const cacheBytes = 16 * 2 ** 20;

/**
 * A file that mediabunny reads from, in pieces no larger than an index or a frame may be: a box that claims three gigabytes
 * of a file that has them would otherwise be taken into memory whole.
 * @param stretch of the file that is the film; absent: all of it
 */
export async function boundedSource(path: string, stretch?: Stretch) {
  const { CustomSource } = await import('mediabunny');
  let opened: Promise<FileHandle> | undefined;
  const handle = () => (opened ??= fs.open(path));
  return new CustomSource({
    getSize: async () => stretch?.lengthBytes ?? (await (await handle()).stat()).size,
    read: async (start, end) => {
      if (end - start > mostIndexBytes)
        throw new PastLimit(`one part of it has ${Math.round((end - start) / 1e6)} megabytes`);
      const { buffer } = await (
        await handle()
      ).read(new Uint8Array(end - start), 0, end - start, (stretch?.at ?? 0) + start);
      return buffer;
    },
    dispose: () => void opened?.then((it) => it.close()).catch(() => undefined),
    // Whoever asked is told; what was read ahead is nobody's question.
    handleUnhandledError: () => undefined,
    maxCacheSize: cacheBytes,
    prefetchProfile: 'fileSystem',
  });
}
