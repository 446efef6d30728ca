/**
 * A preview as a JPEG that stands for its RAW: turned as the RAW says (what the preview itself says of that would turn it
 * twice), and with a profile where its numbers are not sRGB. Its pixels are copied as they are.
 * @param orientation of Exif, 1 to 8
 * @param profile ICC, where the preview has none of its own
 */
export function dressJpeg(jpeg: Buffer, orientation: number, profile: Buffer | undefined): Buffer {
  const kept: Buffer[] = [];
  let hasProfile = false;
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    // The frame or what comes before it: from here on all is the picture.
    if (marker < 0xe0 || (marker > 0xef && marker !== 0xfe)) break;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (end > jpeg.length) break;
    const isProfile = marker === 0xe2 && jpeg.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE';
    if (isProfile || marker === 0xe0 || marker === 0xee) kept.push(jpeg.subarray(at, end));
    hasProfile ||= isProfile;
    at = end;
  }
  const added =
    hasProfile || profile === undefined ? [] : [segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile)];
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe1, exifOf(orientation)),
    ...added,
    ...kept,
    jpeg.subarray(at),
  ]);
}

function segment(marker: number, ...content: Buffer[]): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(2 + content.reduce((sum, part) => sum + part.length, 0), 2);
  return Buffer.concat([head, ...content]);
}

/** A block of Exif that says how a picture is turned, and nothing else. */
export function exifOf(orientation: number): Buffer {
  const block = Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0', 'latin1');
  block.writeUInt16LE(orientation, 24);
  return block;
}
