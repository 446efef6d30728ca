import type { FamilyResult } from './run-family.ts';

const heads = ['family', 'attacks', 'opened', 'mended', 'told', 'lost', 'seconds'];

export function asTable(results: readonly FamilyResult[]): string {
  const rows = [heads, ...results.map(cellsOf)];
  const widths = heads.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((row) => row.join('  '))
    .join('\n');
}

/** The table of docs/reliability.md. */
export function asMarkdown(results: readonly FamilyResult[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = results.map((result) => {
    const [name = '', ...numbers] = cellsOf(result).slice(0, -1);
    return line([`${name}: ${result.what}`, ...numbers]);
  });
  return [line(heads.slice(0, -1)), line(['---', ...Array<string>(5).fill('--:')]), ...rows].join('\n');
}

function cellsOf({ name, total, counts, seconds }: FamilyResult): string[] {
  const { opened, mended, told, lost } = counts;
  return [name, ...[total, opened, mended, told, lost].map(String), seconds.toFixed(0)];
}
