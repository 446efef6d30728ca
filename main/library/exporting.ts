import fs from 'node:fs/promises';
import path from 'node:path';
import type { ExportOptions, ExportResult, FilingProgress } from '../../preload/contract/filing.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { CopyOfPhoto, FilePlaces } from '../db/file-places.ts';
import type { Turn } from '../formats/turn.ts';
import type { Embedder } from '../embedder/host.ts';
import { nameBy } from '../filing/name-pattern.ts';
import { copyTo, putInto } from '../filing/put-into.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { createTool, type Tool } from '../writing/tool.ts';
import { firstOfEach } from './chosen-copies.ts';

const endings = { jpeg: '.jpg', png: '.png', webp: '.webp', avif: '.avif' } as const;

/** Where the camera was, as files say it. */
const placeTags = ['GPSLatitude', 'GPSLongitude', 'GPSAltitude', 'GPSDestLatitude', 'GPSDestLongitude'];
const withoutPlace = ['-gps:all=', ...placeTags.flatMap((tag) => [`-XMP-exif:${tag}=`])];
const readPlace = ['GPS:all', ...placeTags.map((tag) => `XMP-exif:${tag}`)];
/** What stays of what was said, so that the picture looks as it did. */
const looks = ['-all=', '-tagsFromFile', '@', '-Orientation', '-ICC_Profile:all'];
/** A picture that was made anew is upright and has another size than its original. */
const ofTheOriginal = ['-IFD0:Orientation=', '-XMP-tiff:Orientation=', '-IFD1:all='];

/** A file that an export made, and its bytes. */
export interface MadeFile {
  readonly file: string;
  /** SHA-256. */
  readonly sha: string;
}

/** Photos as files in a folder, for others: in a format and size, with as much said of them as is wanted. */
export function createExporting(deps: {
  places: Pick<FilePlaces, 'copiesOf'>;
  takenOf: (photoId: number) => number;
  /** How the person turned it. */
  turnOf: (photoId: number) => Turn | undefined;
  /** What they left of it, turned. */
  cropOf: (photoId: number) => Region | undefined;
  embedder: Pick<Embedder, 'render'>;
  now: () => number;
  onProgress: (progress: FilingProgress) => void;
}) {
  const { places, embedder } = deps;
  let running: AbortController | undefined;
  /** What was made since the start, by export. */
  const madeBy: MadeFile[][] = [];

  return {
    /** @throws Failure 'stale' for an export of an earlier start */
    madeBy(exportId: number): readonly MadeFile[] {
      const made = madeBy[exportId - 1];
      if (made === undefined) throw new Failure('stale', 'This export was made before Lumisift was started.');
      return made;
    },
    cancel: (): void => running?.abort(new Failure('refused', 'It was cancelled.')),
    /** @throws Failure 'refused' while another one is under way, 'not-writable' where the folder can't be made */
    async export(photoIds: readonly number[], folder: string, options: ExportOptions): Promise<ExportResult> {
      if (running !== undefined) throw new Failure('refused', 'Photos are being exported already: wait for it.');
      const controller = new AbortController();
      running = controller;
      const tool = createTool();
      const problems: ExportResult['problems'] = [];
      const result = { madeCount: 0, sameCount: 0, problems };
      const made: MadeFile[] = [];
      const copies = firstOfEach(places.copiesOf(photoIds));
      try {
        for (const [at, copy] of copies.entries()) {
          if (controller.signal.aborted) break;
          deps.onProgress({ is: 'copying', done: at, total: copies.length });
          try {
            const { is, to, sha } = await exportOne(copy, at + 1, copies.length, folder, options, tool);
            if (is === 'copied') made.push({ file: to, sha });
            else result.sameCount += 1;
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            result.problems.push({ path: copy.path, problem: reportOf(error) });
            if (error.kind === 'disk-full') break;
          }
        }
        result.madeCount = made.length;
        const exportId = made.length === 0 ? undefined : madeBy.push(made);
        return { ...result, isCancelled: controller.signal.aborted, ...(exportId !== undefined && { exportId }) };
      } finally {
        running = undefined;
        deps.onProgress({ is: 'idle', done: 0, total: 0 });
        await tool.stop();
      }
    },
  };

  async function exportOne(
    { path: from, name, photoId, isOffline }: CopyOfPhoto,
    number: number,
    of: number,
    folder: string,
    { format, longEdge, quality, metadata, pattern }: ExportOptions,
    tool: Tool,
  ) {
    if (isOffline) throw new Failure('offline', `${from} is on a drive that is away.`, { details: { path: from } });
    const { name: stem, ext } = path.parse(name);
    const parts = { name: stem, takenWallMs: deps.takenOf(photoId), number, of };
    const as = (nameBy(pattern, parts) || stem) + (format === 'original' ? ext : endings[format]);
    return putInto(folder, as, async (file) => {
      if (format === 'original') {
        await copyTo(from, file);
        if (metadata === 'none') await tool.edit(file, looks);
      } else {
        const encoding = { format, longEdge, quality, crop: deps.cropOf(photoId) };
        await fs.writeFile(file, await embedder.render(from, encoding, deps.turnOf(photoId)), { flag: 'wx' });
        if (metadata !== 'none') {
          await tool.edit(file, ['-tagsFromFile', from, '-all:all']);
          await tool.edit(file, ofTheOriginal);
        }
      }
      if (metadata === 'without-place') await stripPlace(file, tool);
    });
  }
}
export type Exporting = ReturnType<typeof createExporting>;

/** It is looked whether the place is gone: a file that keeps it anyhow goes out to nobody. */
async function stripPlace(file: string, tool: Tool): Promise<void> {
  await tool.edit(file, withoutPlace);
  const left = await tool.read(file, readPlace);
  const found = Object.keys(left).find((name) => name.includes('GPS') && name !== 'GPS:GPSVersionID');
  if (found !== undefined)
    throw new Failure('write-refused', 'The place could not be taken out of this file, so it was not exported.', {
      details: { why: found },
    });
}
