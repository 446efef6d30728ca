/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Metadata as SharpHeader } from 'sharp';
import type { Metadata } from '../../preload/contract/photo.ts';
import type { OpenFile } from './format.ts';
import { cameraOf } from './metadata/camera.ts';
import { readExif } from './metadata/exif.ts';
import { readIptc } from './metadata/iptc.ts';
import { positionOf } from './metadata/position.ts';
import { takenAt } from './metadata/taken.ts';
import { wordsOf } from './metadata/words.ts';
import { readXmp } from './metadata/xmp.ts';
import { headerOf } from './with-sharp.ts';

/**
 * What a file says of its picture, in EXIF, IPTC-IIM and XMP, wherever the format keeps them.
 * @throws never: what cannot be read is absent
 */
export async function fileMetadata(file: OpenFile): Promise<Metadata> {
  // A header that cannot be read is told by `decode`; here it only means that there are no blocks.
  const header = await headerOf(file).catch(() => undefined);
  const blocks = {
    exif: readExif(exifBlock(file, header)),
    iptc: header?.iptc && readIptc(header.iptc),
    xmp: header?.xmp && readXmp(header.xmp),
  };
  return {
    ...takenAt(blocks, file, Date.now()),
    ...cameraOf(blocks.exif, blocks.xmp),
    ...positionOf(blocks.exif, blocks.xmp),
    ...wordsOf(blocks),
  };
}

/** A TIFF file is itself such a block; of all others sharp cuts it out. */
function exifBlock(file: OpenFile, header: SharpHeader | undefined): Uint8Array {
  return header?.format === 'tiff' ? file.bytes : (header?.exif ?? new Uint8Array(0));
}
