import type { Format } from './format.ts';
import { brandsOf, isCutShort } from './iso-boxes.ts';
import { fileMetadata } from './metadata.ts';
import { decodeWithSharp } from './with-sharp.ts';
export const heic: Format = {
  id: 'heic',
  extensions: ['heic', 'heif', 'hif'],
  kind: 'image',
  isShownAsIs: false,
  matches: (head) => brandsOf(head).some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)),
  decode: (file, wanted, signal) => decodeWithSharp(file, wanted, { name: 'HEIC', isCutShort }, signal),
  metadata: fileMetadata,
};
