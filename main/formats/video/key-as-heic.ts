/** @file Runs in the embedder process: the bytes are not trusted. */

/**
 * A key frame of HEVC as a picture file of its own (ISO/IEC 23008-12): for libheif, where the window has no decoder. It holds
 * what any HEIC does: an item of type `hvc1`, its decoder configuration, its size and its turn.
 * @param frame as the film has it: units with their lengths before them
 * @param configuration the film's `hvcC`
 * @param rotation degrees clockwise to upright
 */
export function keyAsHeic(
  frame: Uint8Array,
  configuration: Uint8Array,
  { width, height, rotation }: { width: number; height: number; rotation: 0 | 90 | 180 | 270 },
): Buffer {
  // `irot` counts quarters against the clock.
  const properties = [
    box('hvcC', configuration),
    fullBox('ispe', 0, u32(width), u32(height)),
    box('irot', u8((4 - rotation / 90) % 4)),
  ];
  const essential = 0x80;
  const meta = (at: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(1)),
      // Offsets and lengths of four bytes, no base; item 1 lies in this file, in one piece.
      fullBox('iloc', 0, u8(0x44), u8(0), u16(1), u16(1), u16(0), u16(1), u32(at), u32(frame.length)),
      fullBox('iinf', 0, u16(1), fullBox('infe', 2, u16(1), u16(0), Buffer.from('hvc1\0'))),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox('ipma', 0, u32(1), u16(1), u8(3), u8(essential | 1), u8(2), u8(essential | 3)),
      ),
    );
  const kind = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'));
  const dataAt = kind.length + meta(0).length + 8;
  return Buffer.concat([kind, meta(dataAt), box('mdat', frame)]);
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, it) => sum + it.length, 8);
  return Buffer.concat([u32(length), Buffer.from(type, 'latin1'), ...content]);
}

function fullBox(type: string, version: number, ...content: readonly Uint8Array[]): Buffer {
  return box(type, u32(version << 24), ...content);
}

const u8 = (value: number) => Buffer.of(value);
const u16 = (value: number) => Buffer.of(value >> 8, value & 255);
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
