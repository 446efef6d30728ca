import { z } from 'zod';
import { type Claim, defineFilter, sql } from './filter.ts';

/** Both ends included. A photo without a rating has 0, a rejected one -1. */
interface Stars {
  readonly min: number;
  readonly max: number;
}

const star = z.int().min(-1).max(5);
const stars =
  '(?:[- ]?(?:stars?|sterne?n?|etoiles?|estrellas?|estrelas?|stelle|stella|sterren|звезд[аы]?|星级?|つ?星|별점?|별))';
const more =
  '(?:\\+| or more| or better| and up| and above|以上| oder mehr| ou plus| o mas| ou mais| o piu| of meer| 이상)';
const not = '(?! ?(?:hotel|hotels|restaurant|resort|generals?|in the sky|night|flag|rating system))';
const patterns: readonly { pattern: RegExp; isAtLeast: (match: RegExpMatchArray) => boolean }[] = [
  // rated 4+, rated at least 4, bewertet mit 4
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:rated|rating|bewertet(?: mit)?|notees?|calificadas?(?: con)?|avaliad[ao]s?(?: com)?|valutate?|beoordeeld(?: met)?)(?: of| with)? (at least |min(?:imum)? |mindestens |au moins |al menos |almeno |>= ?)?([1-5])(${more})?(?:${stars})?(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    isAtLeast: (match) => match[1] !== undefined || match[3] !== undefined,
  },
  // 5 stars, 4+ stars, 4星以上
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}.,])(at least |min(?:imum)? |mindestens |au moins |al menos |almeno |minstens )?([1-5])(\\+)?${stars}(${more})?${not}(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    isAtLeast: (match) => match[1] !== undefined || match[3] !== undefined || match[4] !== undefined,
  },
  { pattern: /(?:())(★{1,5}|⭐{1,5})☆{0,4}(\+)?/gu, isAtLeast: (match) => match[3] !== undefined },
];

/** Stars, 0 to 5. */
export const rating = defineFilter<Stars>({
  key: 'rating',
  aliases: [
    'stars',
    'rated',
    'bewertung',
    'sterne',
    'note',
    'calificación',
    'calificacion',
    'estrellas',
    'avaliação',
    'avaliacao',
    'valutazione',
    'рейтинг',
    '评分',
    '星级',
    '評価',
    '별점',
  ],
  control: () => ({ is: 'number-span', min: 0, max: 5 }),
  schema: z.object({ min: star, max: star }).refine(({ min, max }) => min <= max),
  several: 'any',
  parse(text) {
    const value = parseStars(text.replaceAll(/\s/g, ''));
    return value && { value };
  },
  format: ({ min, max }) => (min === max ? String(min) : max === 5 ? `>=${min}` : `${min}..${max}`),
  read: ({ folded }) =>
    patterns.flatMap(({ pattern, isAtLeast }) =>
      [...folded.matchAll(pattern)].map((match): Claim<Stars> => {
        const digits = match[2] ?? '';
        const min = /^\d$/.test(digits) ? Number(digits) : digits.length;
        return {
          start: match.index,
          end: match.index + match[0].length,
          value: { min, max: isAtLeast(match) ? 5 : min },
        };
      }),
    ),
  // What the person gave counts before what the file says.
  condition: ({ min, max }) => sql('coalesce(p.own_rating, p.rating, 0) BETWEEN ? AND ?', [min, max]),
});

function parseStars(text: string): Stars | undefined {
  if (/^★{1,5}$/u.test(text)) return { min: text.length, max: text.length };
  if (/^(?:rejected|-1)$/i.test(text)) return { min: -1, max: -1 };
  const span = /^(-1|[0-5])\.\.([0-5])$/.exec(text);
  if (span) return ordered(Number(span[1]), Number(span[2]));
  const [, sign = '', digits = '', plus = ''] = /^(>=|<=|>|<|=)?([0-5])(\+)?$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const n = Number(digits);
  if (sign === '>=' || plus === '+') return ordered(n, 5);
  if (sign === '>') return ordered(n + 1, 5);
  if (sign === '<=') return ordered(0, n);
  if (sign === '<') return ordered(0, n - 1);
  return { min: n, max: n };
}

function ordered(min: number, max: number): Stars | undefined {
  return min <= max ? { min, max } : undefined;
}
