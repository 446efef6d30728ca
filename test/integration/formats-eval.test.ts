import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { extensions } from '../../main/formats/index.ts';
import type { Preprocess } from '../../main/models/model.ts';
import { decodeFile } from '../../main/pipeline/decode.ts';
import { preprocess, wantedFor } from '../../main/pipeline/preprocess.ts';
import { makeThumbnail } from '../../main/pipeline/thumbnail.ts';
import { Failure } from '../../main/util/failure.ts';

/** 349 odd files with what other decoders make of each; too large for the repository. */
const folder = fileURLToPath(new URL('../../../shared/eval/formats/', import.meta.url));
const isThere = existsSync(`${folder}manifest.json`);

const spec: Preprocess = {
  resize: 'short-edge',
  resizeTo: 256,
  size: 224,
  filter: 'cubic',
  rounding: 'nearest',
  layout: { is: 'uint8-nhwc' },
};

const reference = z.object({
  file: z.string(),
  expect: z.string(),
  exiftool: z
    .object({
      ImageWidth: z.number(),
      ImageHeight: z.number(),
      DateTimeOriginal: z.string(),
      GPSLatitude: z.number(),
      GPSLongitude: z.number(),
    })
    .partial()
    .catch({}),
});

/** What is not there is undefined. */
type Exiftool = {
  [K in keyof z.infer<typeof reference>['exiftool']]?: z.infer<typeof reference>['exiftool'][K] | undefined;
};

/** Where we say something else than the reference decoders, and why. */
const exceptions: Readonly<Record<string, string>> = {
  // A decoder that is told to ignore errors gives a grey picture; less than a quarter of it is there.
  'corrupt/truncated.jpg': 'truncated',
  'corrupt/truncated.png': 'truncated',
  'corrupt/synth_truncated_1pct.jpg': 'truncated',
  'corrupt/synth_truncated_10pct.jpg': 'truncated',
  'fuzzed/synth_mut_png_0.png': 'corrupt',
  'fuzzed/synth_mut_png_1.png': 'corrupt',
  'fuzzed/synth_mut_png_5.png': 'corrupt',
  // libheif 1.23 limits the references that it follows; the older reference decoder did not.
  'fuzzed/synth_mut_heic_5.heic': 'corrupt',
  // Pixels were taken out of these: what is left of the camera's own picture is shown, which other decoders do not look for.
  'raw/FujiFilm.raf': 'decoded',
  'raw/Panasonic.rw2': 'decoded',
  'raw/SigmaDP2.x3f': 'decoded',
  // Of this one nothing of the camera's is left but a thumbnail's size.
  'raw/Nikon.nef': 'unsupported',
};

interface Outcome {
  readonly kind: string;
  readonly message: string;
  readonly tookMs: number;
  readonly size?: { width: number; height: number };
  readonly metadata?: Awaited<ReturnType<typeof decodeFile>>['metadata'];
}

async function outcomeOf(path: string): Promise<Outcome> {
  const startedAt = performance.now();
  try {
    const file = { path, bytes: readFileSync(path), modifiedAtMs: 0 };
    const { decoded, metadata } = await decodeFile(file, wantedFor(spec));
    await preprocess(decoded.pixels, spec, new Uint8Array(224 * 224 * 3), decoded);
    await makeThumbnail(decoded.pixels);
    return { kind: 'decoded', message: '', tookMs: performance.now() - startedAt, size: decoded, metadata };
  } catch (error) {
    if (!(error instanceof Failure)) throw new Error(`not a Failure, for ${path}`, { cause: error });
    return { kind: error.kind, message: error.message, tookMs: performance.now() - startedAt };
  }
}

describe.skipIf(!isThere)(`the odd files${isThere ? '' : ' (absent: ../shared/eval/formats)'}`, () => {
  const files = isThere
    ? z.object({ images: z.array(reference) }).parse(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8'))).images
    : [];
  const lookedAt = files.filter(({ file }) => extensions.has(extname(file).slice(1).toLowerCase()));

  test('most of them are looked at', () => {
    expect(lookedAt.length).toBeGreaterThan(250);
  });

  test.each(lookedAt)('$file', async (image) => {
    const outcome = await outcomeOf(folder + image.file);
    const isDecodable = image.expect.startsWith('decodable');
    const expected = exceptions[image.file] ?? (isDecodable ? 'decoded' : undefined);
    if (expected === undefined) expect(outcome.kind).not.toBe('decoded');
    else expect([outcome.kind, outcome.message]).toEqual([expected, expected === 'decoded' ? '' : outcome.message]);
    if (outcome.kind !== 'decoded') expect(outcome.message).toMatch(/^[A-Z][^\n]{10,220}\.$/);
    // Its clock ran 18 years ahead: whether its date can be depends on the day of this test.
    const hasFutureDate = image.file === 'cameras/WWL_(Polaroid)_ION230.jpg';
    // Of RAW files ExifTool tells the size of the sensor's picture, not of the one that is shown.
    const { ImageWidth, ImageHeight, ...said } = image.exiftool;
    const exiftool = image.file.startsWith('raw/') ? said : { ...said, ImageWidth, ImageHeight };
    if (outcome.kind === 'decoded' && !hasFutureDate) agreeWithExiftool(outcome, exiftool);
  });
});

function agreeWithExiftool({ size, metadata }: Outcome, exiftool: Exiftool): void {
  if (size && exiftool.ImageWidth && exiftool.ImageHeight)
    expect(size.width * size.height).toBe(exiftool.ImageWidth * exiftool.ImageHeight);
  if (exiftool.GPSLatitude !== undefined && metadata?.latitude !== undefined) {
    expect(metadata.latitude).toBeCloseTo(exiftool.GPSLatitude, 4);
    expect(metadata.longitude).toBeCloseTo(exiftool.GPSLongitude ?? NaN, 4);
  }
  if (metadata?.takenFrom === 'exif' && exiftool.DateTimeOriginal !== undefined) {
    const shown = new Date(metadata.takenWallMs ?? 0).toISOString().slice(0, 19);
    expect(shown).toBe(exiftool.DateTimeOriginal.slice(0, 19).replace(':', '-').replace(':', '-').replace(' ', 'T'));
  }
}
