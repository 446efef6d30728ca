/** @file sharp's build reads no JPEG XL: it is decoded by libjxl, see jxl-worker.ts. */
import { Failure } from '../util/failure.ts';
import { createDecodePool } from './decode-pool.ts';
import type { Decoded, Format, OpenFile, WantedSize } from './format.ts';
import { codestreamRanges, isCodestream, isJxl, jxlBlocks, jxlBoxes, jxlSize } from './jxl-boxes.ts';
import type { JxlAnswer, JxlRequest } from './jxl-messages.ts';
import { fileMetadata } from './metadata.ts';
import { maxPixels, refusals } from './refusals.ts';
import { targetSize } from './target-size.ts';
import { toPixels } from './with-sharp.ts';
import { bufferOf } from '../util/buffer-of.ts';

export const jxl: Format = {
  id: 'jxl',
  extensions: ['jxl'],
  kind: 'image',
  isShownAsIs: false,
  matches: isJxl,
  identity: (bytes) => {
    const buffer = bufferOf(bytes);
    // Whatever follows a naked codestream is taken for a part of it.
    if (!isCodestream(buffer) && !jxlBoxes(buffer).isWhole) return undefined;
    const ranges = codestreamRanges(buffer);
    return ranges.length > 0 ? ranges : undefined;
  },
  decode: ({ bytes }, wanted, signal) => decodeJxl(bytes, 1, wanted, signal),
  metadata: (file) => fileMetadata(file, jxlBlocks),
};

/** 12 MP take 6 s of computing: this build of libjxl has neither threads nor wide instructions. */
const decodeInWorker: (request: JxlRequest, signal?: AbortSignal) => Promise<JxlAnswer> = createDecodePool({
  worker: 'jxl-worker',
  timeLimitS: 60,
});

/** @param orientation how it is turned beside what the file itself says */
export async function decodeJxl(
  bytes: Buffer,
  orientation: number,
  wanted: WantedSize,
  signal?: AbortSignal,
): Promise<Decoded> {
  signal?.throwIfAborted();
  const said = jxlSize(bytes);
  if (said !== undefined && said.width * said.height > maxPixels) throw refusals.tooManyPixels(said.width, said.height);
  const answer = await decodeInWorker({ bytes, orientation }, signal);
  if (answer.is === 'broken')
    throw new Failure('crashed', 'The decoder broke down on this picture, so it was set aside.', {
      details: { reason: answer.message },
    });
  if (answer.is === 'refused') throw refusalOf({ bytes });
  const { width, height } = answer;
  const pixels = await toPixels(answer.tiff, targetSize(width, height, wanted), { failOn: 'error' });
  return { pixels, width, height };
}

function refusalOf({ bytes }: Pick<OpenFile, 'bytes'>): Failure {
  const isShort = !isCodestream(bytes) && !jxlBoxes(bytes).isWhole;
  return isShort
    ? refusals.truncated(bytes.length)
    : refusals.corrupt('JPEG XL', 'its data end early or make no sense');
}
