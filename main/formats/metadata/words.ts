import type { Metadata } from '../../../preload/contract/photo.ts';
import { numberOf, textOf, type Exif, type TagValue } from './exif.ts';
import type { Iptc } from './iptc.ts';
import { decodeUcs2 } from './text.ts';
import type { Xmp } from './xmp.ts';

interface Blocks {
  readonly exif: Exif;
  readonly iptc: Iptc | undefined;
  readonly xmp: Xmp | undefined;
}

/** What people wrote: caption, keywords and stars, in every common dialect. */
export function wordsOf(blocks: Blocks): Pick<Metadata, 'rating' | 'caption' | 'keywords'> {
  const caption = captionOf(blocks);
  const rating = ratingOf(blocks);
  return {
    keywords: keywordsOf(blocks),
    ...(caption !== undefined && { caption }),
    ...(rating !== undefined && { rating }),
  };
}

function captionOf({ exif, iptc, xmp }: Blocks): string | undefined {
  const candidates = [
    xmp?.get('dc:description')?.[0],
    iptc?.caption,
    textOf(exif.image.get(0x010e)),
    explorerText(exif.image.get(0x9c9c)), // XPComment
    explorerText(exif.image.get(0x9c9b)), // XPTitle
    xmp?.get('dc:title')?.[0],
    iptc?.title,
  ];
  const camera = [textOf(exif.image.get(0x010f)), textOf(exif.image.get(0x0110))];
  return candidates.find(
    (text) => text !== undefined && text !== '' && !cameraJunk.test(text) && !camera.includes(text),
  );
}

/** What cameras and programs put where a caption belongs. */
const cameraJunk =
  /^([\w ]*digital (still )?camera|sony dsc|samsung( camera pictures)?|converted p[bgnp]m file|dcim\\.*|(dsc|img|dscn|dscf|pict)[_-]?\d+(\.jpe?g)?|exif_jpeg_picture|jpeg image|untitled|default|image|camera|maginon|oznor\w*|rhdr|(cof|dav|sdr|edf|hdr|mde|nor|ptr|fbt|btf|burst|vivo|jpeg)[_a-z]*|binary comment|my beautiful picture|created with gimp|x-default|<?(digimax|medion).*)\s*$/i;

function ratingOf({ exif, xmp }: Blocks): number | undefined {
  const percent = numeric(xmp?.get('MicrosoftPhoto:Rating')?.[0]) ?? numberOf(exif.image.get(0x4749));
  const stars = numeric(xmp?.get('xmp:Rating')?.[0]) ?? numberOf(exif.image.get(0x4746)) ?? starsOf(percent);
  if (stars === undefined) return undefined;
  const rounded = Math.round(stars);
  return rounded >= -1 && rounded <= 5 ? rounded : undefined;
}

/** Windows counts in percent: 1, 25, 50, 75, 99. */
function starsOf(percent: number | undefined): number | undefined {
  if (percent === undefined || percent < 0 || percent > 100) return undefined;
  return percent === 0 ? 0 : Math.min(5, Math.floor((percent + 12) / 25) + 1);
}

function keywordsOf({ exif, iptc, xmp }: Blocks): string[] {
  const all = [
    ...(xmp?.get('dc:subject') ?? []),
    ...(iptc?.keywords ?? []),
    ...(xmp?.get('lr:hierarchicalSubject') ?? []).map((path) => leafOf(path, '|')),
    ...(xmp?.get('digiKam:TagsList') ?? []).map((path) => leafOf(path, '/')),
    ...(xmp?.get('MicrosoftPhoto:LastKeywordXMP') ?? []).map((path) => leafOf(path, '/')),
    ...(xmp?.get('MicrosoftPhoto:LastKeywordIPTC') ?? []).map((path) => leafOf(path, '/')),
    ...(explorerText(exif.image.get(0x9c9e))?.split(';') ?? []), // XPKeywords
  ];
  const kept = new Map<string, string>();
  for (const word of all) {
    const keyword = word.trim();
    const key = keyword.toLowerCase();
    if (keyword !== '' && !kept.has(key)) kept.set(key, keyword);
  }
  return [...kept.values()];
}

/** `Places|Portugal|Lisbon` is also, and mostly, filed flat as its last part. */
function leafOf(path: string, separator: string): string {
  return path.split(separator).at(-1) ?? path;
}

function explorerText(value: TagValue | undefined): string | undefined {
  const text = value?.is === 'bytes' ? decodeUcs2(value.bytes) : undefined;
  return text === '' ? undefined : text;
}

function numeric(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
