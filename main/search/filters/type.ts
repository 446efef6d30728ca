import { z } from 'zod';
import { rawKinds } from '../../formats/raw/kinds.ts';
import { defineFilter, oneOf } from './filter.ts';

interface Formats {
  readonly formats: readonly string[];
  /** As it was typed, for the chip; absent: where formats were chosen from a list. */
  readonly said?: string | undefined;
}

const spellings: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg'], jpeg: ['jpeg'], jpe: ['jpeg'], jfif: ['jpeg'], png: ['png'], webp: ['webp'], gif: ['gif'], heic: ['heic'], heif: ['heic'],
  hif: ['heic'], avif: ['avif'], tif: ['tiff'], tiff: ['tiff'], bmp: ['bmp'], jxl: ['jxl'], svg: ['svg'], psd: ['psd'],
  m4v: ['mp4'], mp4: ['mp4'], qt: ['mov'], mov: ['mov'], '3g2': ['3gp'], '3gp': ['3gp'], mkv: ['mkv'], webm: ['webm'],
  mts: ['ts'], m2ts: ['ts'], ts: ['ts'], avi: ['avi'], asf: ['wmv'], wmv: ['wmv'], vob: ['mpg'], mpeg: ['mpg'], mpg: ['mpg'], flv: ['flv'],
  // The last name of a kind is what its chip says.
  ...Object.fromEntries(Object.entries(rawKinds).flatMap(([kind, { extensions }]) => [...extensions].reverse().map((one) => [one, [kind]]))),
  raw: Object.keys(rawKinds),
}; // prettier-ignore

const files =
  '(?:[ -]?(?:files?|images?|photos?|pictures?|dateien|datei|bilder|fotos?|fichiers?|archivos?|arquivos?|ficheiros?|bestanden|file|файлы|文件|图片|照片|ファイル|画像|写真|파일|사진))';
const said = new RegExp(
  `(?<![\\p{L}\\p{N}.])(?:(jpe?g|png|webp|gif|heic|heif|avif|tiff?|bmp)s?${files}?|(raw|dng)${files})(?![a-z0-9])`,
  'gu',
);

/** The format of the file: jpeg, heic, raw. */
export const type = defineFilter<Formats>({
  key: 'type',
  aliases: [
    'format',
    'filetype',
    'ext',
    'extension',
    'dateityp',
    'typ',
    'tipo',
    'формат',
    'тип',
    '格式',
    '类型',
    '形式',
    '형식',
  ],
  control: ({ vocabulary }) => ({
    is: 'choice',
    options: vocabulary.formats.map((format) => ({ operand: format, label: format.toUpperCase() })),
  }),
  schema: z.object({
    formats: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1),
    said: z.string().max(200).optional(),
  }),
  several: 'any',
  parse(text, { vocabulary }) {
    const names = text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim().replace(/^\./, ''));
    const formats = [
      ...new Set(names.flatMap((name) => spellings[name] ?? (vocabulary.formats.includes(name) ? [name] : []))),
    ];
    if (formats.length === 0) return undefined;
    const said = names.filter((name) => name in spellings || formats.includes(name)).join(',');
    return { value: { formats, said }, isUnknown: !formats.some((format) => vocabulary.formats.includes(format)) };
  },
  format: ({ formats, said }) =>
    said ?? Object.keys(spellings).findLast((name) => spellings[name]?.join() === formats.join()) ?? formats.join(','),
  read: ({ folded }) =>
    [...folded.matchAll(said)].flatMap((match) => {
      const said = match[1] ?? match[2] ?? '';
      const formats = spellings[said];
      return formats ? [{ start: match.index, end: match.index + match[0].length, value: { formats, said } }] : [];
    }),
  condition: ({ formats }) => oneOf('p.format', formats),
});
