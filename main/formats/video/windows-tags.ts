/** @file The bytes are not trusted. */
import { boxesIn } from '../iso-boxes.ts';

/** What Windows Explorer wrote into a film: stars in percent, as it has them for photos too, and tags. */
export interface WindowsTags {
  readonly percent: number | undefined;
  readonly tags: readonly string[];
}

const types = { text: 8, number: 19 } as const;
/** Of entries and of values in one. */
const most = 1_000;

/**
 * The box `moov/udta/Xtra`, as ExifTool's tables have it: entries, each with a name, and values with a type (of ASF's
 * attributes) and little-endian numbers in them.
 * @param movie the `moov` box with its head
 */
export function windowsTags(movie: Buffer): WindowsTags {
  const [moov] = boxesIn(movie);
  const udta = moov && boxesIn(moov.content).find(({ type }) => type === 'udta');
  const box = udta && boxesIn(udta.content).find(({ type }) => type === 'Xtra')?.content;
  const entries = box === undefined ? [] : [...entriesIn(box)];
  const valuesOf = (name: string) => entries.find((entry) => entry.name === name)?.values ?? [];
  const [rating] = valuesOf('WM/SharedUserRating');
  const isNumber = rating?.type === types.number && rating.content.length >= 8;
  const texts = valuesOf('WM/Category').filter(({ type }) => type === types.text);
  return {
    percent: isNumber ? rating.content.readUInt32LE(0) : undefined,
    tags: texts.map(({ content }) => content.toString('utf16le').replace(/\0.*$/s, '')),
  };
}

interface Entry {
  readonly name: string;
  readonly values: readonly { readonly type: number; readonly content: Buffer }[];
}

function* entriesIn(box: Buffer): Generator<Entry> {
  for (let at = 0, count = 0; at + 12 <= box.length && count < most; count++) {
    const end = Math.min(box.length, at + box.readUInt32BE(at));
    const nameEnd = at + 8 + box.readUInt32BE(at + 4);
    if (nameEnd + 4 > end) return;
    const values: Entry['values'][number][] = [];
    for (let from = nameEnd + 4; from + 6 <= end && values.length < most;) {
      const size = box.readUInt32BE(from);
      if (size < 6) break;
      values.push({
        type: box.readUInt16BE(from + 4),
        content: box.subarray(from + 6, Math.min(end, from + size)),
      });
      from += size;
    }
    yield { name: box.toString('latin1', at + 8, nameEnd), values };
    at = end;
  }
}
