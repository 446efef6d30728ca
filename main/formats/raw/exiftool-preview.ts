/** @file Runs in the embedder process. ExifTool knows previews of cameras that nobody has told the walkers of. */
import type { ExifTool } from 'exiftool-vendored';
import { readJpegHead } from './jpeg-head.ts';
import { sourceOf } from './source.ts';
import { jpegAt, type Preview } from './walked.ts';

/** Largest first, as cameras write them. */
const tags = ['JpgFromRaw2', 'JpgFromRaw', 'PreviewImage', 'OtherImage'] as const;
const idleMs = 20_000;

let tool: ExifTool | undefined;
let timer: NodeJS.Timeout | undefined;

/**
 * The first preview that ExifTool finds, out of a process of its own that ends when nobody asks any more.
 * @returns undefined where it finds none, and where it can't run (without Perl)
 */
export async function previewByExiftool(file: string): Promise<Preview | undefined> {
  clearTimeout(timer);
  try {
    const { ExifTool } = await import('exiftool-vendored');
    tool ??= new ExifTool({ maxProcs: 1, taskTimeoutMillis: 20_000, spawnTimeoutMillis: 20_000 });
    for (const tag of tags) {
      const bytes = await tool.extractBinaryTagToBuffer(tag, file).catch(() => undefined);
      const source = bytes && sourceOf(bytes);
      const head = source && (await readJpegHead(source, 0));
      if (source !== undefined && head !== undefined)
        return await jpegAt({ source, at: 0, length: source.size }, `${tag} (ExifTool)`);
    }
    return undefined;
  } catch {
    return undefined; // a file without a preview is refused with that reason
  } finally {
    timer = setTimeout(endTool, idleMs).unref();
  }
}

function endTool(): void {
  const ending = tool;
  tool = undefined;
  // One that does not end is ended with this process.
  void ending?.end().catch(() => undefined);
}
