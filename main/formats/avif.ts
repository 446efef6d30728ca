import type { Format } from './format.ts';
import { brandsOf, isCutShort } from './iso-boxes.ts';
import { pictureRanges } from './iso-items.ts';
import { fileMetadata } from './metadata.ts';
import { movieDates } from './metadata/movie-dates.ts';
import { decodeWithSharp } from './with-sharp.ts';
import { bufferOf } from '../util/buffer-of.ts';

/** AVIF; of a sequence the picture that stands for it. Orientation is in the file's own `irot` and `imir`. */
export const avif: Format = {
  id: 'avif',
  extensions: ['avif', 'avifs'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => brandsOf(head).some((brand) => brand === 'avif' || brand === 'avis'),
  identity: (bytes) => pictureRanges(bufferOf(bytes)),
  // AV1 Image File Format 1.1, 7.2: a sequence, which may have one picture that stands for it besides.
  isAnimated: (bytes) => brandsOf(bytes)[0] === 'avis',
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'AVIF', isCutShort }, signal),
  metadata: (file) => fileMetadata(file, movieDates),
};
