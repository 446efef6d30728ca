import { z } from 'zod';
import { defineFilter, oneOf } from './filter.ts';

interface Formats {
  readonly formats: readonly string[];
}

const spellings: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg'], jpeg: ['jpeg'], jpe: ['jpeg'], jfif: ['jpeg'], png: ['png'], webp: ['webp'], gif: ['gif'], heic: ['heic'], heif: ['heic'],
  hif: ['heic'], avif: ['avif'], tif: ['tiff'], tiff: ['tiff'], bmp: ['bmp'], jxl: ['jxl'], svg: ['svg'], psd: ['psd'],
  raw: ['raw', 'dng', 'cr2', 'cr3', 'nef', 'arw', 'raf', 'orf', 'rw2', 'pef', 'srw'], dng: ['dng', 'raw'], mp4: ['mp4', 'video'], mov: ['mov', 'video'],
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
  schema: z.object({ formats: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1) }),
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
    return { value: { formats }, isUnknown: !formats.some((format) => vocabulary.formats.includes(format)) };
  },
  format: ({ formats }) =>
    Object.keys(spellings).findLast((name) => spellings[name]?.join() === formats.join()) ?? formats.join(','),
  read: ({ folded }) =>
    [...folded.matchAll(said)].flatMap((match) => {
      const formats = spellings[match[1] ?? match[2] ?? ''];
      return formats ? [{ start: match.index, end: match.index + match[0].length, value: { formats } }] : [];
    }),
  condition: ({ formats }) => oneOf('p.format', formats),
});
