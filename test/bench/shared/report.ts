/** One number. */
export interface Row {
  readonly name: string;
  /** Absent: it could not be measured here, and `note` says why. */
  readonly value: number | undefined;
  readonly unit: string;
  /** What is promised, e.g. `>= 0.90`. */
  readonly bar?: string;
  readonly isMet?: boolean;
  readonly note?: string;
}

export interface BenchResult {
  readonly name: string;
  readonly rows: Row[];
  /** Why it ended early. */
  readonly failure?: string;
}

export function measured(name: string, value: number, unit: string, note?: string): Row {
  return { name, value, unit, ...(note !== undefined && { note }) };
}

/** A number with a promise. */
export function promised(
  name: string,
  value: number,
  unit: string,
  bar: { atLeast: number } | { atMost: number } | { below: number },
  note?: string,
): Row {
  const [sign, isMet] =
    'atLeast' in bar
      ? [`>= ${bar.atLeast}`, value >= bar.atLeast]
      : 'atMost' in bar
        ? [`<= ${bar.atMost}`, value <= bar.atMost]
        : [`< ${bar.below}`, value < bar.below];
  return { ...measured(name, value, unit, note), bar: sign, isMet };
}

export function notMeasured(name: string, why: string): Row {
  return { name, value: undefined, unit: '', note: `not measured: ${why}` };
}

const heads = ['', 'value', 'unit', 'bar', '', ''] as const;

export function asTable(machine: string, results: readonly BenchResult[]): string {
  const cells = results.map(({ rows }) => rows.map(cellsOf));
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.flat().map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  const parts = results.map(({ name, failure }, at) => [
    '',
    line([name, ...heads.slice(1)]),
    ...(cells[at] ?? []).map(line),
    ...(failure === undefined ? [] : [`${name} ended early: ${failure.split('\n')[0]}`]),
  ]);
  return [machine, ...parts.flat()].join('\n');
}

export function asMarkdown(machine: string, results: readonly BenchResult[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const parts = results.map(({ name, rows, failure }) => [
    '',
    line([name, 'value', 'unit', 'bar', 'met', '']),
    line(['---', '---:', '---', '---', '---', '---']),
    ...rows.map((row) => line(cellsOf(row))),
    ...(failure === undefined ? [] : ['', `Ended early: ${failure.split('\n')[0]}`]),
  ]);
  return [machine, ...parts.flat()].join('\n');
}

export function asJson(machine: string, isQuick: boolean, results: readonly BenchResult[]): string {
  return JSON.stringify({ machine, isQuick, measuredAt: new Date().toISOString(), results }, undefined, 2);
}

function cellsOf({ name, value, unit, bar = '', isMet, note = '' }: Row): string[] {
  const met = isMet === undefined ? '' : isMet ? 'met' : 'MISSED';
  return [name, value === undefined ? '-' : shown(value), unit, bar, met, note];
}

/** Three digits that count. */
function shown(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}
