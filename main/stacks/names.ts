/** What a file's name says of the shot that it belongs to. Names alone link nothing. */
export interface ShotName {
  /** In lower case: what the parts of one shot have in common. */
  readonly stem: string;
  /** The name says that it is an edit of the shot of that stem. */
  readonly isEdit: boolean;
}

/** Pixel: `PXL_20230101_120000123.RAW-01.COVER.jpg` beside `PXL_20230101_120000123.RAW-02.ORIGINAL.dng`. */
const pixelParts = /\.(?:raw-\d+\.)?(?:cover|original|mp|portrait-\d+\.(?:cover|original)|night)$/;
/** Apple: `IMG_E1234.JPG` of `IMG_1234.HEIC`. */
const appleEdit = /^(img_)e(\d{4,})$/;
/** Google: `IMG_1-edited.jpg`; Picasa's and Android's `IMG_1~2.jpg`. */
const wordEdit = /^(.+?)(?:-(?:edited|bearbeitet|modifié|editado|modificato|bewerkt|已编辑|編集済み)|~\d{1,2})$/;

/** Of a shot for a panorama: how many came before it, and its number. @returns undefined of any other name */
export function stitchNameOf(fileName: string): { readonly letter: number; readonly number: number } | undefined {
  const match = /^st([a-z])_(\d{4})\./i.exec(fileName);
  return match === null
    ? undefined
    : { letter: (match[1] ?? '').toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0), number: Number(match[2]) };
}

export function shotNameOf(fileName: string): ShotName {
  const dot = fileName.lastIndexOf('.');
  let stem = (dot > 0 ? fileName.slice(0, dot) : fileName).toLowerCase().normalize('NFC');
  stem = stem.replace(pixelParts, '');
  const apple = appleEdit.exec(stem);
  if (apple) return { stem: `${apple[1] ?? ''}${apple[2] ?? ''}`, isEdit: true };
  const word = wordEdit.exec(stem);
  return word ? { stem: word[1] ?? stem, isEdit: true } : { stem, isEdit: false };
}
