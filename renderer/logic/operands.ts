/** Days as a date field has them, `2019-07-04`, or '' where that end is open. */
export interface DayFields {
  readonly from: string;
  readonly to: string;
}

/**
 * What the fields say in the syntax of operators: `2019-06-01..2019-08-31`, `>=2019-06-01`, `<=2019-08-31`.
 * @returns undefined when both are empty, or the first day is after the last
 */
export function operandOfDays({ from, to }: DayFields): string | undefined {
  if (from === '' && to === '') return undefined;
  if (to === '') return `>=${from}`;
  if (from === '') return `<=${to}`;
  if (from > to) return undefined;
  return from === to ? from : `${from}..${to}`;
}

/** The days of a chip's value `{ fromMs, toMs }`; its end is the moment after the last day. */
export function daysOfValue(value: unknown): DayFields {
  if (typeof value !== 'object' || value === null) return { from: '', to: '' };
  const fromMs = 'fromMs' in value && typeof value.fromMs === 'number' ? value.fromMs : undefined;
  const toMs = 'toMs' in value && typeof value.toMs === 'number' ? value.toMs : undefined;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: fromMs === undefined ? '' : day(fromMs), to: toMs === undefined ? '' : day(toMs - 1) };
}

/** `4`, `>=4`, `2..4`: numbers with both ends included, up to the most there is. */
export function operandOfNumbers(least: number, most: number, mostThereIs: number): string {
  if (least === most) return String(least);
  return most === mostThereIs ? `>=${least}` : `${least}..${most}`;
}

export function numbersOfValue(value: unknown, whole: { min: number; max: number }): { least: number; most: number } {
  if (typeof value !== 'object' || value === null) return { least: whole.min, most: whole.max };
  const least = 'min' in value && typeof value.min === 'number' ? value.min : whole.min;
  const most = 'max' in value && typeof value.max === 'number' ? value.max : whole.max;
  return { least: Math.max(whole.min, least), most: Math.max(whole.min, most) };
}
