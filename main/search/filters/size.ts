import { z } from 'zod';
import { defineFilter, sql } from './filter.ts';

/** Both ends included, bytes. */
interface Size {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Without a sign a size is about so much. */
const about = 0.2;
const mostBytes = 1e15;
/** As disks and file managers count. */
const units: Readonly<Record<string, number>> = { '': 1e6, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, t: 1e12, tb: 1e12 }; // prettier-ignore

/** How large a file is: `size:>500MB`, `size:<200KB`, `size:1..2GB`, `size:20` (megabytes, about). */
export const size = defineFilter<Size>({
  key: 'size',
  aliases: [
    ...['filesize', 'größe', 'groesse', 'dateigröße', 'taille', 'tamaño', 'tamano', 'tamanho', 'dimensione', 'grootte'],
    ...['размер', '大小', 'サイズ', '크기'],
  ],
  control: () => ({
    is: 'choice',
    options: [
      { operand: '<1MB', label: 'filter.size.small' },
      { operand: '>20MB', label: 'filter.size.large' },
      { operand: '>100MB', label: 'filter.size.larger' },
      { operand: '>1GB', label: 'filter.size.largest' },
    ],
  }),
  schema: z
    .object({ minBytes: z.number().min(0).max(mostBytes), maxBytes: z.number().min(0).max(mostBytes) })
    .refine(({ minBytes, maxBytes }) => minBytes <= maxBytes),
  several: 'all',
  parse(text) {
    const value = parseSpan(text.replaceAll(/\s/g, '').toLowerCase());
    return value && { value };
  },
  format({ minBytes, maxBytes }) {
    if (maxBytes === mostBytes) return `>${say(minBytes)}`;
    if (minBytes === 0) return `<${say(maxBytes)}`;
    return `${say(minBytes)}..${say(maxBytes)}`;
  },
  // Of copies, the largest.
  condition: ({ minBytes, maxBytes }) =>
    sql(
      `(SELECT max(z.size_bytes) FROM files z WHERE z.photo_id = p.id AND z.missing_since_ms IS NULL) BETWEEN ? AND ?`,
      [minBytes, maxBytes],
    ),
});

function parseSpan(text: string): Size | undefined {
  const span = text.split(/\.\.|–|-/);
  if (span.length === 2) {
    const [first = '', last = ''] = span;
    // `1..2GB`: one unit for both.
    const unit = /[a-z]*$/.exec(last)?.[0] ?? '';
    const [from, to] = [parseSize(/[a-z]$/.test(first) ? first : first + unit), parseSize(last)];
    return from === undefined || to === undefined || from > to ? undefined : { minBytes: from, maxBytes: to };
  }
  const [, sign = '', rest = '', plus = ''] = /^([<>]=?|=)?(.*?)(\+)?$/.exec(text) ?? [];
  const bytes = parseSize(rest);
  if (bytes === undefined) return undefined;
  if (sign.startsWith('>') || plus !== '') return { minBytes: bytes, maxBytes: mostBytes };
  if (sign.startsWith('<')) return { minBytes: 0, maxBytes: bytes };
  return { minBytes: Math.round(bytes * (1 - about)), maxBytes: Math.min(mostBytes, Math.round(bytes * (1 + about))) };
}

function parseSize(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,9}(?:[.,]\d{1,3})?)([a-z]{0,2})$/.exec(text) ?? [];
  const times = units[unit];
  if (number === '' || times === undefined) return undefined;
  const bytes = Math.round(Number(number.replace(',', '.')) * times);
  return bytes <= mostBytes ? bytes : undefined;
}

function say(bytes: number): string {
  const unit = (['TB', 'GB', 'MB', 'KB'] as const).find((one) => {
    const size = units[one.toLowerCase()] ?? 1;
    return bytes >= size && Number.isInteger(Math.round((bytes / size) * 1e6) / 1e3);
  });
  return unit === undefined ? `${bytes}B` : `${bytes / (units[unit.toLowerCase()] ?? 1)}${unit}`;
}
