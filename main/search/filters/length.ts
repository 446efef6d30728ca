import { z } from 'zod';
import { defineFilter, sql } from './filter.ts';

/** Both ends included, ms. */
interface Length {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Without a sign a length is about so long. */
const about = 0.2;
const longestMs = 1_000 * 3_600_000;
const unitMs: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 };
const unitNames = new RegExp(
  `^(?:${[
    '(s|secs?|seconds?|secondes?|secondi|seconden|segundos?|sek|sekunden?|с|сек|секунд[аы]?|秒|초)',
    '(m|mins?|minutes?|minuten?|minuut|minut[io]|minutos|мин|минут[аы]?|м|分|分钟|분)',
    '(h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|ч|час|часа|часов|小时|時間|시간)',
  ].join('|')})?$`,
  'u',
);

/** How long a film is: `length:>1m`, `length:<30s`, `length:1:30..5m`, `length:2h` (about). A photo has no length. */
export const length = defineFilter<Length>({
  key: 'length',
  aliases: [
    ...['duration', 'länge', 'laenge', 'dauer', 'durée', 'duree', 'duración', 'duracion', 'duração', 'duracao', 'durata'],
    ...['duur', 'длина', 'длительность', '时长', '长度', '長さ', '길이'],
  ],
  control: () => ({
    is: 'choice',
    options: [
      { operand: '<10s', label: 'filter.length.seconds' },
      { operand: '<1m', label: 'filter.length.short' },
      { operand: '>1m', label: 'filter.length.minute' },
      { operand: '>10m', label: 'filter.length.long' },
    ],
  }),
  schema: z
    .object({ minMs: z.number().min(0).max(longestMs), maxMs: z.number().min(0).max(longestMs) })
    .refine(({ minMs, maxMs }) => minMs <= maxMs),
  several: 'all',
  parse(text) {
    const value = parseSpan(text.replaceAll(/\s/g, '').toLowerCase());
    return value && { value };
  },
  format({ minMs, maxMs }) {
    if (maxMs === longestMs) return `>${say(minMs)}`;
    if (minMs === 0) return `<${say(maxMs)}`;
    return `${say(minMs)}..${say(maxMs)}`;
  },
  condition: ({ minMs, maxMs }) => sql('p.duration_ms BETWEEN ? AND ?', [minMs, maxMs]),
}); // prettier-ignore

function parseSpan(text: string): Length | undefined {
  const span = text.split(/\.\.|–|-/);
  if (span.length === 2) {
    const [from, to] = span.map(parseLength);
    return from === undefined || to === undefined || from > to ? undefined : { minMs: from, maxMs: to };
  }
  const [, sign = '', rest = '', plus = ''] = /^([<>]=?|=)?(.*?)(\+)?$/.exec(text) ?? [];
  const ms = parseLength(rest);
  if (ms === undefined) return undefined;
  if (sign.startsWith('>') || plus !== '') return { minMs: ms, maxMs: longestMs };
  if (sign.startsWith('<')) return { minMs: 0, maxMs: ms };
  return { minMs: Math.round(ms * (1 - about)), maxMs: Math.min(longestMs, Math.round(ms * (1 + about))) };
}

/** `90`, `90s`, `1.5m`, `1m30s`, `1:30`, `1:02:03` */
function parseLength(text: string): number | undefined {
  if (/^\d{1,3}(:\d\d){1,2}$/.test(text))
    return within(text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000);
  const parts = [...text.matchAll(/(\d+(?:[.,]\d+)?)(\p{L}*)/gu)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined;
  let sum = 0;
  for (const [, number = '', name = ''] of parts) {
    const unit = unitNames.exec(name);
    if (unit === null) return undefined;
    const key = unit[3] !== undefined ? 'h' : unit[2] !== undefined ? 'm' : 's';
    sum += Number(number.replace(',', '.')) * (unitMs[key] ?? 0);
  }
  return within(sum);
}

function within(ms: number): number | undefined {
  return ms <= longestMs ? Math.round(ms) : undefined;
}

function say(ms: number): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return `${ms / 1_000}s`;
}
