/**
 * Puts decoded pixels into an uncompressed TIFF (revision 6.0), in place: sharp takes a colour profile only out of a
 * file. `head` bytes before the pixels are left free by the caller, so that nothing of that size is copied again.
 * @param room {@link tiffHeadBytes} free bytes, then width * height * channels bytes, then {@link tiffTailBytes} free
 */
export function wrapAsTiff(
  room: Uint8Array,
  picture: { width: number; height: number; channels: 3 | 4; orientation: number; icc: Uint8Array | undefined },
): void {
  const { width, height, channels, orientation, icc } = picture;
  const view = new DataView(room.buffer, room.byteOffset, room.byteLength);
  const rowBytes = width * channels;
  const strips = Math.ceil(height / rowsPerStrip);
  let free = even(tiffHeadBytes + rowBytes * height);
  const place = (bytes: number) => {
    const at = free;
    free = even(free + bytes);
    return at;
  };

  const bitsAt = place(channels * 2);
  for (let i = 0; i < channels; i++) view.setUint16(bitsAt + i * 2, 8, true);
  const offsetsAt = place(strips * 4);
  const countsAt = place(strips * 4);
  for (let i = 0; i < strips; i++) {
    view.setUint32(offsetsAt + i * 4, tiffHeadBytes + i * rowsPerStrip * rowBytes, true);
    view.setUint32(countsAt + i * 4, Math.min(rowsPerStrip, height - i * rowsPerStrip) * rowBytes, true);
  }
  const iccAt = place(icc?.length ?? 0);
  if (icc) room.set(icc, iccAt);

  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, channels, bitsAt],
    [259, short, 1, 1], // uncompressed
    [262, short, 1, 2], // RGB
    [273, long, strips, strips === 1 ? tiffHeadBytes : offsetsAt],
    [274, short, 1, orientation],
    [277, short, 1, channels],
    [278, long, 1, rowsPerStrip],
    [279, long, strips, strips === 1 ? rowBytes * height : countsAt],
    ...(channels === 4 ? [[338, short, 1, 2] satisfies [number, number, number, number]] : []), // unassociated alpha
    ...(icc ? [[34675, undefinedType, icc.length, iccAt] satisfies [number, number, number, number]] : []),
  ];
  const directoryAt = place(2 + entries.length * 12 + 4);
  room.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directoryAt, true);
  view.setUint16(directoryAt, entries.length, true);
  entries.forEach(([tag, type, count, value], i) => {
    const at = directoryAt + 2 + i * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
  });
}

export const tiffHeadBytes = 8;

export function tiffTailBytes(height: number, iccBytes: number): number {
  return 512 + Math.ceil(height / rowsPerStrip) * 8 + iccBytes;
}

/** Short strips, so that the reader never holds more than a few rows at once. */
const rowsPerStrip = 32;
const short = 3;
const long = 4;
const undefinedType = 7;

const even = (at: number) => at + (at % 2);
