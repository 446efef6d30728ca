import fs from 'node:fs/promises';

/** Before the picture itself, with what the file says of it. */
const headBytes = 512 * 1024;

/** What stands in a JPEG whose gain map follows: Google's and Adobe's XMP, and ISO 21496-1 in APP2. */
const inJpeg = ['hdrgm:Version', 'urn:iso:std:iso:ts:21496:-1'];
/** The auxiliary picture of an iPhone's HEIC, by its name. */
const ofApple = 'urn:com:apple:photo:2020:aux:hdrgainmap';

/**
 * Whether a picture brings a gain map along: how much lighter each place is where the screen can show it. It is looked for,
 * not decoded.
 * @param format as the library names it
 * @throws what the disk says
 */
export async function hasGainMap(file: string, format: string): Promise<boolean> {
  if (!['jpeg', 'heic', 'avif'].includes(format)) return false;
  await using handle = await fs.open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  if (format === 'jpeg') return inJpeg.some((sign) => head.includes(sign, 0, 'latin1'));
  return head.includes(ofApple, 0, 'latin1') || hasToneMapItem(head);
}

/** An item that is derived by tone mapping (ISO/IEC 23008-12, `tmap`), among the entries of the item list. */
function hasToneMapItem(head: Buffer): boolean {
  for (let at = head.indexOf('infe'); at >= 0; at = head.indexOf('infe', at + 4)) {
    const version = head[at + 4];
    // Behind version and flags come the item's number, of two bytes or four, and two bytes of protection.
    const type = at + (version === 3 ? 14 : 12);
    if ((version === 2 || version === 3) && head.toString('latin1', type, type + 4) === 'tmap') return true;
  }
  return false;
}
