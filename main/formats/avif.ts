import type { Format } from './format.ts';
import { brandsOf, isCutShort } from './iso-boxes.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';

/** AVIF; of a sequence the picture that stands for it. Orientation is in the file's own `irot` and `imir`. */
export const avif: Format = {
  id: 'avif',
  extensions: ['avif', 'avifs'],
  kind: 'image',
  isShownAsIs: true,
  matches: (head) => brandsOf(head).some((brand) => brand === 'avif' || brand === 'avis'),
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'AVIF', isCutShort }, signal),
  metadata: fileMetadata,
};
