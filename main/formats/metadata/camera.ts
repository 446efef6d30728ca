import type { Metadata } from '../../../preload/contract/photo.ts';
import { numberOf, textOf, type Exif } from './exif.ts';
import type { Xmp } from './xmp.ts';

type Camera = Pick<
  Metadata,
  'cameraMake' | 'cameraModel' | 'lens' | 'focalLengthMm' | 'aperture' | 'exposureS' | 'iso'
>;

/** The camera and how it was set. A value that cannot be (0, infinite, a row of dashes) is absent. */
export function cameraOf({ image, photo }: Exif, xmp: Xmp | undefined): Camera {
  const first = (name: string) => xmp?.get(name)?.[0];
  const cameraMake = named(textOf(image.get(0x010f)) ?? first('tiff:Make'));
  const model = named(textOf(image.get(0x0110)) ?? first('tiff:Model'));
  const positive = (tag: number, name: string) => {
    const value = numberOf(photo.get(tag)) ?? fraction(first(name));
    return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
  };
  const iso = positive(0x8827, 'exif:ISOSpeedRatings');
  const camera = {
    cameraMake,
    cameraModel: model === undefined ? undefined : withoutMake(model, cameraMake),
    lens: named(textOf(photo.get(0xa434)) ?? first('exifEX:LensModel') ?? first('aux:Lens')),
    focalLengthMm: positive(0x920a, 'exif:FocalLength'),
    aperture: positive(0x829d, 'exif:FNumber'),
    exposureS: positive(0x829a, 'exif:ExposureTime'),
    // 65535 is all that 16 bits hold: then the tag of 32 bits has the number.
    iso: iso === 65_535 ? (positive(0x8833, '') ?? positive(0x8832, '') ?? positive(0x8831, '') ?? iso) : iso,
  };
  return Object.fromEntries(Object.entries(camera).filter(([, value]) => value !== undefined));
}

/** Canon writes `Canon` and `Canon EOS 500D`, Nikon `NIKON CORPORATION` and `NIKON D70`: the make is said once. */
function withoutMake(model: string, make: string | undefined): string {
  const [firstWord = '', ...rest] = model.split(' ');
  const makeWords = make?.toLowerCase().split(/[\s,]+/) ?? [];
  return rest.length > 0 && firstWord.length > 2 && makeWords.includes(firstWord.toLowerCase())
    ? rest.join(' ')
    : model;
}

function named(text: string | undefined): string | undefined {
  const name = text?.replace(/\s+/g, ' ').trim();
  return name === undefined || !/[\p{L}\p{N}]/u.test(name) || /^(unknown|n\/a|none|0)$/i.test(name) ? undefined : name;
}

/** `28/10`, `2.8` */
export function fraction(text: string | undefined): number | undefined {
  const match = /^\s*([+-]?\d+(?:\.\d+)?(?:e[-+]?\d{1,3})?)(?:\/(\d+))?\s*$/i.exec(text ?? '');
  if (!match) return undefined;
  const value = Number(match[1]) / Number(match[2] ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
