import { z } from 'zod';
import { type Condition, defineFilter, sql } from './filter.ts';

const shapes = ['portrait', 'landscape', 'square', 'panorama'] as const;
type Shape = (typeof shapes)[number];

/** Upright size. Within 2 % of a square is square; twice as long as high is a panorama, and landscape too. */
const conditions: Readonly<Record<Shape, string>> = {
  portrait: 'p.height * 100 > p.width * 102',
  landscape: 'p.width * 100 > p.height * 102',
  square: 'p.width * 100 <= p.height * 102 AND p.height * 100 <= p.width * 102',
  panorama: 'p.width >= p.height * 2 OR p.height >= p.width * 2',
};

const names: Readonly<Record<Shape, readonly string[]>> = {
  portrait: [
    'vertical',
    'upright',
    'tall',
    'hochformat',
    'hochkant',
    'vertikal',
    'verticale',
    'retrato',
    'ritratto',
    'staand',
    '竖',
    '纵向',
    '縦',
    '세로',
  ],
  landscape: [
    'horizontal',
    'wide',
    'querformat',
    'quer',
    'paysage',
    'horizontale',
    'paisaje',
    'paisagem',
    'paesaggio',
    'liggend',
    '横',
    '横向',
    '가로',
  ],
  square: [
    'quadratisch',
    'quadrat',
    'carré',
    'carre',
    'cuadrado',
    'quadrado',
    'quadrato',
    'vierkant',
    '方形',
    '正方形',
    '정사각형',
  ],
  panorama: ['panoramic', 'pano', 'panoramique', 'panorámica', '全景', 'パノラマ', '파노라마'],
};

const photos =
  "(?:photos?|pictures?|pics|images?|shots?|fotos?|bilder|bild|aufnahmen?|imagenes|imagens|immagini|foto[’']s)";
const said: readonly { pattern: RegExp; shape: Shape }[] = [
  // "portrait of a man" is a picture of one: only what can't be the subject.
  {
    pattern: said1(
      `portrait (?:orientation|format|mode)|(?:vertical|upright) (?:${photos}|orientation|format)|hochformat|hochkant(?:ig\\p{L}*)?|format portrait|(?:photos?|images?) verticales?|(?:fotos?|imagenes) verticales|(?:fotos?|imagens) verticais|foto verticali|orientamento verticale|orientacion vertical|staande? (?:foto[’']?s?|formaat)|вертикальные (?:фото|снимки)`,
    ),
    shape: 'portrait',
  },
  { pattern: /竖拍|竖图|竖版|竖构图|縦写真|縦向き|縦長|세로 ?사진/gu, shape: 'portrait' },
  {
    pattern: said1(
      `landscape (?:orientation|format|mode)|horizontal (?:${photos}|orientation|format)|querformat|format paysage|(?:photos?|images?) horizontales?|(?:fotos?|imagenes) horizontales|(?:fotos?|imagens) horizontais|foto orizzontali|orientacion horizontal|liggende? (?:foto[’']?s?|formaat)|горизонтальные (?:фото|снимки)`,
    ),
    shape: 'landscape',
  },
  { pattern: /横拍|横图|横版|横构图|横写真|横向き|横長|가로 ?사진/gu, shape: 'landscape' },
  {
    pattern: said1(
      `square (?:${photos}|format|crops?)|quadratische? (?:${photos}|format)|photos? carrees?|format carre|fotos? cuadradas?|fotos? quadradas?|foto quadrate|vierkante foto[’']?s?`,
    ),
    shape: 'square',
  },
  { pattern: /正方形(?:照片|图片|の写真|写真)|方形照片/gu, shape: 'square' },
  {
    pattern: said1(
      `panoramas|panoramic (?:${photos}|views? format)|panorama (?:${photos}|format)|panoramabilder|panoramafotos|panoramaaufnahmen|photos? panoramiques?|fotos? panoramicas?|foto panoramiche`,
    ),
    shape: 'panorama',
  },
  { pattern: /全景(?:照片|图)|パノラマ写真|파노라마 ?사진/gu, shape: 'panorama' },
];

/** The shape of the upright photo. */
export const orientation = defineFilter<{ readonly shape: Shape }>({
  key: 'orientation',
  aliases: [
    'shape',
    'ausrichtung',
    'orientación',
    'orientacion',
    'orientação',
    'orientacao',
    'orientamento',
    'ориентация',
    '方向',
    '向き',
    '방향',
  ],
  control: () => ({
    is: 'choice',
    options: shapes.map((shape) => ({ operand: shape, label: `filter.orientation.${shape}` })),
  }),
  schema: z.object({ shape: z.enum(shapes) }),
  several: 'any',
  parse(text) {
    const wanted = text.trim().toLowerCase();
    const shape = shapes.find((one) => one === wanted || names[one].includes(wanted));
    return shape && { value: { shape } };
  },
  format: ({ shape }) => shape,
  read: ({ folded }) =>
    said.flatMap(({ pattern, shape }) =>
      [...folded.matchAll(pattern)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        value: { shape },
      })),
    ),
  condition: ({ shape }): Condition => sql(conditions[shape]),
});

function said1(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'gu');
}
