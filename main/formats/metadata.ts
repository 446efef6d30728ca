/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Metadata } from '../../preload/contract/photo.ts';
import type { OpenFile } from './format.ts';
import { shotOf } from './live/shot.ts';
import { cameraOf } from './metadata/camera.ts';
import type { ClockReading } from './metadata/dates.ts';
import { readExif } from './metadata/exif.ts';
import { readIptc } from './metadata/iptc.ts';
import { positionOf } from './metadata/position.ts';
import { takenAt } from './metadata/taken.ts';
import { type ContainerWords, wordsOf } from './metadata/words.ts';
import { joinedXmp, readXmp, type Xmp } from './metadata/xmp.ts';
import { headerOf, tamed } from './with-sharp.ts';

/** Blocks that a format keeps where sharp does not look, and dates of the container itself. */
export interface OwnBlocks {
  readonly exif?: Uint8Array | undefined;
  /** Where in it the picture's directory lies, if not at its beginning. */
  readonly exifAt?: number | undefined;
  readonly iptc?: Uint8Array | undefined;
  readonly xmp?: Uint8Array | undefined;
  /** What the packet has no room for, by the name that it gives it. */
  readonly xmpMore?: (id: string) => Uint8Array | undefined;
  readonly created?: ClockReading | undefined;
  readonly modified?: ClockReading | undefined;
  readonly words?: ContainerWords;
}

/**
 * What a file says of its picture, in EXIF, IPTC-IIM and XMP, wherever the format keeps them.
 * @param own finds what sharp does not
 * @param page the one that is the picture
 * @throws never: what cannot be read is absent
 */
export async function fileMetadata(
  file: OpenFile,
  own: (bytes: Buffer, nowMs: number) => OwnBlocks = () => ({}),
  page = 0,
): Promise<Metadata> {
  const nowMs = Date.now();
  // A header that cannot be read is told by `decode`; here it only means that there are no blocks.
  const header = await headerOf(file, page).catch(() => undefined);
  const found = own(tamed(file.bytes), nowMs);
  const iptc = header?.iptc ?? found.iptc;
  const xmp = header?.xmp ?? found.xmp;
  const exifBlock = (found.exifAt === undefined ? header?.exif : undefined) ?? found.exif ?? new Uint8Array(0);
  const blocks = {
    exif: readExif(exifBlock, found.exifAt),
    iptc: iptc && readIptc(iptc),
    xmp: xmp && wholeXmp(readXmp(xmp), found),
  };
  return {
    ...takenAt({ ...blocks, container: found }, file, nowMs),
    ...cameraOf(blocks.exif, blocks.xmp),
    ...positionOf(blocks.exif, blocks.xmp),
    ...(await shotOf(exifBlock, blocks.exif, xmp, file)),
    ...wordsOf({ ...blocks, container: found.words }),
  };
}

function wholeXmp(packet: Xmp, { xmpMore }: OwnBlocks): Xmp {
  const id = packet.get('xmpNote:HasExtendedXMP')?.[0];
  const more = id === undefined ? undefined : xmpMore?.(id);
  return more === undefined ? packet : joinedXmp(packet, readXmp(more));
}
