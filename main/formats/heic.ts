/** @file sharp's build reads the metadata of HEIC but no HEVC pixels: they are decoded by libheif, see heic-worker.ts. */
import { Failure } from '../util/failure.ts';
import { cicpOf } from './cicp.ts';
import type { Decoded, Format, OpenFile, WantedSize } from './format.ts';
import type { HeicAnswer } from './heic-messages.ts';
import { decodeInWorker } from './heic-pool.ts';
import { brandsOf, isCutShort, shareThatIsThere } from './iso-boxes.ts';
import { exifItem, pictureRanges } from './iso-items.ts';
import { fileMetadata } from './metadata.ts';
import { numberOf, readExif } from './metadata/exif.ts';
import { movieDates } from './metadata/movie-dates.ts';
import { maxPixels, refusals } from './refusals.ts';
import { targetSize } from './target-size.ts';
import { isForeign, toSrgb } from './tone-map.ts';
import { headerOf, minimumShare, toPixels } from './with-sharp.ts';
import { bufferOf } from '../util/buffer-of.ts';

export const heic: Format = {
  id: 'heic',
  extensions: ['heic', 'heif', 'hif'],
  kind: 'image',
  isShownAsIs: false,
  // ISO/IEC 23008-12, annex B: HEVC still pictures and sequences, and the brands that name no codec.
  matches: (head) => brandsOf(head).some((brand) => /^(hei[cxms]|hev[cxms]|mif[12]|msf1)$/.test(brand)),
  identity: (bytes) => pictureRanges(bufferOf(bytes)),
  exifBlock: (bytes) => exifItem(bufferOf(bytes)),
  decode: decodeHeic,
  metadata: (file) => fileMetadata(file, movieDates),
};

async function decodeHeic(file: OpenFile, wanted: WantedSize, signal?: AbortSignal): Promise<Decoded> {
  signal?.throwIfAborted();
  // libheif leaves missing tiles of a grid black and says nothing; tiles are stored in order, so bytes tell the share.
  const share = shareThatIsThere(file.bytes);
  if (share < minimumShare) throw refusals.truncated(file.bytes.length, Math.round(share * 100));
  const answer = await decodeInWorker(
    { bytes: file.bytes, maxPixels, exifOrientation: await exifOrientation(file) },
    signal,
  );
  if (answer.is !== 'decoded') throw refusalOf(answer, file);
  const { width, height } = answer;
  const cicp = cicpOf(file.bytes, undefined);
  const options = { failOn: 'error', ignoreIcc: isForeign(cicp) } as const;
  const pixels = await toPixels(answer.tiff, targetSize(width, height, wanted), options);
  return { pixels: isForeign(cicp) ? toSrgb(pixels, cicp) : pixels, width, height };
}

async function exifOrientation(file: OpenFile): Promise<number> {
  // A header that sharp cannot read may still be one that libheif can: then there is no Exif.
  const header = await headerOf(file).catch(() => undefined);
  const orientation = header?.exif && numberOf(readExif(header.exif).image.get(0x0112));
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : 1;
}

// From libheif/heif_error.h.
const unsupportedFileType = 3;
const unsupportedFeature = 4;
const memoryAllocation = 6;
const endOfData = 100;
const securityLimitExceeded = 1000;

function refusalOf(answer: Exclude<HeicAnswer, { is: 'decoded' }>, { bytes }: OpenFile): Failure {
  switch (answer.is) {
    case 'too-large':
      return refusals.tooManyPixels(answer.width, answer.height);
    case 'broken':
      return new Failure('crashed', 'The decoder broke down on this picture, so it was set aside.', {
        details: { reason: answer.message },
      });
    case 'refused':
      if (answer.subcode === endOfData || isCutShort(bytes)) return refusals.truncated(bytes.length);
      if (answer.code === memoryAllocation && answer.subcode !== securityLimitExceeded)
        return refusals.outOfMemory(answer.message);
      if (answer.code === unsupportedFileType || answer.code === unsupportedFeature)
        return refusals.unsupported('this kind of HEIC file', answer.message);
      return refusals.corrupt('HEIC', answer.message);
  }
}
