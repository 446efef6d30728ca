import type { Flag, Metadata } from '../../../preload/contract/photo.ts';
import { numberOf, textOf, type Exif, type TagValue } from './exif.ts';
import type { Iptc } from './iptc.ts';
import { keywordsOf } from './keywords.ts';
import { decodeUcs2 } from './text.ts';
import { userComment } from './user-comment.ts';
import type { Xmp } from './xmp.ts';

interface Blocks {
  readonly exif: Exif;
  readonly iptc: Iptc | undefined;
  readonly xmp: Xmp | undefined;
  readonly container?: ContainerWords | undefined;
}

/** What a container says in a place of its own: texts of a PNG, tags of a film. They count where no block says anything. */
export interface ContainerWords {
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly keywords?: readonly string[];
  readonly rating?: number | undefined;
}

export type Words = Pick<
  Metadata,
  'rating' | 'flag' | 'label' | 'caption' | 'captions' | 'title' | 'titles' | 'location' | 'keywords'
>;

/** What people wrote: caption, title, keywords, people, places, label and stars, in every common dialect. */
export function wordsOf(blocks: Blocks, onPast?: (what: string) => void): Words {
  const { exif, iptc, xmp, container } = blocks;
  const caption = captionOf(blocks);
  const title = titleOf(blocks);
  const words = {
    caption,
    captions: languagesOf(xmp, 'dc:description'),
    title: title === caption ? undefined : title,
    titles: languagesOf(xmp, 'dc:title'),
    rating: ratingOf(blocks),
    flag: flagOf(xmp),
    label: labelOf(xmp),
    location: locationOf(xmp, iptc),
  };
  return {
    keywords: keywordsOf(
      [
        ...(iptc?.keywords ?? []),
        ...(explorerText(exif.image.get(0x9c9e))?.split(';') ?? []), // XPKeywords
        ...(container?.keywords ?? []),
      ],
      xmp,
      onPast,
    ),
    ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)),
  };
}

function captionOf({ exif, iptc, xmp, container }: Blocks): string | undefined {
  const candidates = [
    xmp?.get('dc:description')?.[0],
    iptc?.caption,
    textOf(exif.image.get(0x010e)),
    xmp?.get('tiff:ImageDescription')?.[0],
    explorerText(exif.image.get(0x9c9c)), // XPComment
    userComment(exif.photo.get(0x9286), exif.isLittle),
    xmp?.get('exif:UserComment')?.[0],
    xmp?.get('acdsee:caption')?.[0],
    container?.caption,
    explorerText(exif.image.get(0x9c9b)), // XPTitle
    xmp?.get('dc:title')?.[0],
    iptc?.title,
    container?.title,
  ];
  const camera = [textOf(exif.image.get(0x010f)), textOf(exif.image.get(0x0110))];
  return candidates.find((text) => isWritten(text) && !camera.includes(text));
}

function titleOf({ exif, iptc, xmp, container }: Blocks): string | undefined {
  return [
    xmp?.get('dc:title')?.[0],
    xmp?.get('photoshop:Headline')?.[0],
    iptc?.title,
    iptc?.headline,
    explorerText(exif.image.get(0x9c9b)),
    container?.title,
  ].find(isWritten);
}

function isWritten(text: string | undefined): text is string {
  return text !== undefined && text !== '' && !cameraJunk.test(text);
}

/** What cameras and programs put where a caption belongs. */
const cameraJunk =
  /^([\w ]*digital (still )?camera|sony dsc|samsung( camera pictures)?|converted p[bgnp]m file|dcim\\.*|(dsc|img|dscn|dscf|pict)[_-]?\d+(\.jpe?g)?|exif_jpeg_picture|jpeg image|untitled|default|image|camera|maginon|oznor\w*|rhdr|(cof|dav|sdr|edf|hdr|mde|nor|ptr|fbt|btf|burst|vivo|jpeg)[_a-z]*|binary comment|my beautiful picture|screenshot|created with gimp|x-default|<?(digimax|medion).*)\s*$/i;

/** Only where there is a choice. */
function languagesOf(xmp: Xmp | undefined, name: string): Record<string, string> | undefined {
  const languages = xmp?.languagesOf(name) ?? {};
  return new Set(Object.values(languages)).size > 1 ? { ...languages } : undefined;
}

function ratingOf({ exif, xmp, container }: Blocks): number | undefined {
  const percent = numeric(xmp?.get('MicrosoftPhoto:Rating')?.[0]) ?? numberOf(exif.image.get(0x4749));
  const stars =
    numeric(xmp?.get('xmp:Rating')?.[0]) ??
    numberOf(exif.image.get(0x4746)) ??
    starsOf(percent) ??
    numeric(xmp?.get('acdsee:rating')?.[0]) ??
    container?.rating;
  // digiKam's flag "rejected" is what others write as a rating of -1.
  if (stars === undefined) return xmp?.get('digiKam:PickLabel')?.[0] === '1' ? -1 : undefined;
  const rounded = Math.round(stars);
  return rounded >= -1 && rounded <= 5 ? rounded : undefined;
}

/** Lightroom's flag (since 13.2), else digiKam's. "Rejected" as a rating of -1 is left to the rating. */
function flagOf(xmp: Xmp | undefined): Flag | undefined {
  const pick = numeric(xmp?.get('xmpDM:pick')?.[0]);
  if (pick === 1) return 'picked';
  if (pick === -1) return 'rejected';
  const label = numeric(xmp?.get('digiKam:PickLabel')?.[0]);
  if (label === 3) return 'picked';
  return label === 1 ? 'rejected' : undefined;
}

/** Windows counts in percent: 1, 25, 50, 75, 99. */
export function starsOf(percent: number | undefined): number | undefined {
  if (percent === undefined || percent < 0 || percent > 100) return undefined;
  return percent === 0 ? 0 : Math.min(5, Math.floor((percent + 12) / 25) + 1);
}

/** digiKam numbers its colours; 0 is none. */
const digiKamColours = ['Red', 'Orange', 'Yellow', 'Green', 'Blue', 'Magenta', 'Gray', 'Black', 'White'];

/** darktable numbers its colours too, and a photo may have several. */
const darktableColours = ['Red', 'Yellow', 'Green', 'Blue', 'Purple'];
/** What programs write where there is no label. */
const noLabel = /^(no[\s_-]?(colou?r|label)|none|without|0)?$/i;

function labelOf(xmp: Xmp | undefined): string | undefined {
  const colours = (xmp?.get('darktable:colorlabels') ?? []).map((number) => darktableColours[Number(number)]);
  return [
    xmp?.get('xmp:Label')?.[0],
    digiKamColours[Number(xmp?.get('digiKam:ColorLabel')?.[0]) - 1],
    colours.filter((colour) => colour !== undefined).join(', '),
  ].find((label) => label !== undefined && !noLabel.test(label.trim()));
}

/** From the smallest to the country; what is shown goes before where the camera stood. */
function locationOf(xmp: Xmp | undefined, iptc: Iptc | undefined): string | undefined {
  const structures = ['Iptc4xmpExt:LocationShown', 'Iptc4xmpExt:LocationCreated'].map((name) => {
    const [place = {}] = xmp?.structuresOf(name) ?? [];
    return ['Sublocation', 'City', 'ProvinceState', 'CountryName'].map((field) => place[`Iptc4xmpExt:${field}`]);
  });
  const plain = ['Iptc4xmpCore:Location', 'photoshop:City', 'photoshop:State', 'photoshop:Country'];
  const candidates = [structures[0], plain.map((name) => xmp?.get(name)?.[0]), structures[1], iptc?.places];
  for (const candidate of candidates) {
    const parts = [...new Set((candidate ?? []).filter((part) => part !== undefined && part !== ''))];
    if (parts.length > 0) return parts.join(', ');
  }
  return undefined;
}

function explorerText(value: TagValue | undefined): string | undefined {
  const text = value?.is === 'bytes' ? decodeUcs2(value.bytes) : undefined;
  return text === '' ? undefined : text;
}

function numeric(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
