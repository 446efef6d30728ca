import type { Format, OpenFile, Taken } from '../format.ts';
import { isCutShort } from '../jpeg.ts';
import { decodeJxl } from '../jxl.ts';
import { isJxl } from '../jxl-boxes.ts';
import { fileMetadata } from '../metadata.ts';
import { decodeWithSharp } from '../with-sharp.ts';
import { kindByHead, type RawKind, rawKinds } from './kinds.ts';
import { sourceOf } from './source.ts';
import { byDeveloping, takeRaw } from './take.ts';

/** A format for each kind of RAW: what is shown of it is the camera's own preview, or what was developed where there is none. */
export const rawFormats: readonly Format[] = Object.entries(rawKinds).map(([id, { name, extensions }]) => {
  const kind = id as RawKind; // a key of the table
  const take = (file: OpenFile) => file.taken ?? takenOf(file, kind);
  return {
    id,
    extensions,
    kind: 'image',
    isShownAsIs: false,
    matches: (head) => kindByHead(head) === kind,
    take: (source, path) => takeRaw(source, kind, path),
    async decode(file, wanted, signal) {
      const { bytes, size, orientation } = await take(file);
      const decoded = isJxl(bytes)
        ? await decodeJxl(bytes, orientation, wanted, signal)
        : await decodeWithSharp({ ...file, bytes }, wanted, { name, isCutShort }, signal);
      return { ...decoded, ...size };
    },
    async metadata(file) {
      const { bytes, exif, xmp, iptc, from } = await take(file);
      const said = await fileMetadata({ ...file, bytes }, () => ({ exif, exifAt: 8, xmp, iptc }));
      return from === byDeveloping ? { ...said, isDeveloped: true } : said;
    },
  };
});

const known = new WeakMap<Buffer, Promise<Taken>>();

/** Of a file that somebody has read whole. */
function takenOf({ bytes }: OpenFile, kind: RawKind): Promise<Taken> {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const taken = takeRaw(sourceOf(bytes), kind);
  known.set(bytes, taken);
  return taken;
}
