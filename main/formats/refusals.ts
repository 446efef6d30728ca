import { Failure } from '../util/failure.ts';

/** sharp's own limit (0x3FFF squared): far above any camera, far below what would fill the memory. */
export const maxPixels = 268_402_689;
const limit = Math.floor(maxPixels / 1e6);

/** Why a picture is refused, each as one sentence. `details` fills the same sentence in other languages. */
export const refusals = {
  empty: () => new Failure('empty', 'The file is empty (0 bytes).', { details: { sizeBytes: 0 } }),

  tooManyPixels: (width: number, height: number) => {
    const megapixels = Math.round((width * height) / 1e6);
    return new Failure('too-many-pixels', `The picture has ${megapixels} megapixels; Lumisift reads up to ${limit}.`, {
      details: { megapixels, limit, width, height },
    });
  },

  /** Where a decoder refused before it said how many. */
  tooManyPixelsUnknown: () =>
    new Failure('too-many-pixels', `The picture has more than the ${limit} megapixels that Lumisift reads.`, {
      details: { limit },
    }),

  /** @param percent of the picture that is there, from the top; unknown where nothing could be decoded */
  truncated: (sizeBytes: number, percent?: number) =>
    new Failure(
      'truncated',
      percent === undefined
        ? `The file is cut short after ${sizeBytes} bytes; copy it again from where it came from.`
        : `The file is cut short: only ${percent} % of the picture is there; copy it again from where it came from.`,
      { details: { sizeBytes, ...(percent !== undefined && { percent }) } },
    ),

  /** @param codec as people call it */
  unseenFilm: (codec: string) =>
    new Failure(
      'unseen-film',
      `What is to be seen in this film can't be read (${codec}): it is found by its name, its date and its tags.`,
      { details: { codec } },
    ),

  cutFilm: () =>
    new Failure(
      'cut-film',
      'The film ends too early. What is there is shown and found; copy it again from where it came from.',
    ),

  pastEnd: (durationMs: number) => {
    const seconds = Math.round(durationMs / 1_000);
    return new Failure('past-end', `The film has ended by then: it lasts ${seconds} s.`, { details: { seconds } });
  },

  corrupt: (format: string, reason: string, cause?: unknown) =>
    new Failure('corrupt', `The ${format} file is damaged and cannot be decoded (${short(reason)}).`, {
      details: { format, reason: short(reason) },
      cause,
    }),

  /** @param what a noun for the person, e.g. `a PDF document` */
  notAPicture: (what: string) =>
    new Failure('not-a-picture', `The file is not a picture but ${what}, whatever its name says.`, {
      details: { what },
    }),

  /** @param container as a person calls it: `Matroska` */
  noPictures: (container: string) =>
    new Failure('corrupt', `There are no pictures in this ${container} file.`, {
      details: { format: container, reason: 'there are no pictures in it' },
    }),

  /** @param what a noun for the person; `reason`, where a library gave one, is for the log */
  unsupported: (what: string, reason?: string) =>
    new Failure('unsupported', `Lumisift cannot read ${what}.`, {
      details: { what, ...(reason !== undefined && { reason: short(reason) }) },
    }),

  timedOut: (seconds: number) =>
    new Failure('timed-out', `Decoding the picture took longer than ${seconds} seconds and was given up.`, {
      details: { seconds },
    }),

  outOfMemory: (reason: string) =>
    new Failure('out-of-memory', 'There is not enough memory to decode the picture.', {
      details: { reason: short(reason) },
    }),
} as const;

/** Libraries repeat themselves over many lines; the first says it. Paths and lengths are not theirs to choose. */
function short(reason: string): string {
  const line = reason.split('\n').find((part) => part.trim() !== '') ?? 'no reason given';
  const plain = line
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/^Input buffer has corrupt header: /, '')
    .trim();
  return plain.length > 120 ? `${plain.slice(0, 117)}...` : plain;
}
