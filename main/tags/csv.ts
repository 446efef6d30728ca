import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Mistake } from './vocabulary-file.ts';
import { vocabularyTrouble } from './vocabulary-trouble.ts';

/** A line of a table: cells by the name of their column. */
export interface TableRow {
  /** Where it begins, from 1. */
  readonly line: number;
  cell(column: string): string | undefined;
}

/**
 * RFC 4180, with the mark that tells spreadsheets that it is UTF-8. A cell that a spreadsheet would reckon as a formula has a
 * `'` before it, which {@link readCsv} takes away again.
 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([columns, ...rows.map((row) => row.map(asText))], {
    bom: true,
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/u,
  });
}

/** What begins so is a formula to some spreadsheet (OWASP, "CSV Injection"); one that has a `'` before it already gets another. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/u;

function asText(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

function asWritten(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/**
 * A table whose first line names the columns; empty lines are passed over.
 * @param knows is it a column that can be used?
 */
export function readCsv(
  text: string,
  knows: (column: string) => boolean,
): { rows: TableRow[]; columns: readonly string[]; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const tell = (line: number, error: Mistake['error']) => mistakes.push({ line, error });
  const { records, mistake } = recordsOf(text);
  if (mistake !== undefined) return { rows: [], columns: [], mistakes: [mistake] };
  const [heading, ...rest] = records;
  if (heading?.record.some((column) => knows(column.trim())) !== true) {
    tell(heading?.line ?? 1, vocabularyTrouble('file-no-heading'));
    return { rows: [], columns: [], mistakes };
  }
  const columns = heading.record.map((column) => column.trim());
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) tell(heading.line, vocabularyTrouble('file-column-twice', { column }));
    else if (!knows(column)) tell(heading.line, vocabularyTrouble('file-column', { column }));
    seen.add(column);
  }
  const rows = rest.flatMap(({ record, line }) => {
    if (record.every((cell) => cell.trim() === '')) return [];
    if (record.length !== columns.length) {
      tell(line, vocabularyTrouble('file-cells', { found: record.length, expected: columns.length }));
      return [];
    }
    const cells = new Map(columns.map((column, at) => [column, asWritten(record[at] ?? '')]));
    return [{ line, cell: (column: string) => cells.get(column) }];
  });
  return { rows, columns, mistakes };
}

function recordsOf(text: string): { records: { record: string[]; line: number }[]; mistake?: Mistake } {
  const records: { record: string[]; line: number }[] = [];
  let line = 1;
  try {
    parse(text, {
      bom: true,
      raw: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record(read: unknown) {
        // The shape that `raw` asks for; the types of the package do not know it.
        const { record, raw } = read as { record: string[]; raw: string };
        records.push({ record, line });
        line += raw.match(/\r\n|\n|\r/gu)?.length ?? 0;
        return null;
      },
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Where the record begins: a quotation mark without an end reaches to the end of the file.
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      return { records, mistake: { line, error: vocabularyTrouble('file-quote-open') } };
    const at = 'lines' in error ? Number(error['lines']) : line;
    if (error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE')
      return { records, mistake: { line: at, error: vocabularyTrouble('file-quote-inside') } };
    return { records, mistake: { line: at, error: vocabularyTrouble('file-csv', { why: error.message }) } };
  }
}

/** Where a comma is the decimal point, spreadsheets write `;`. */
function separatorOf(text: string): string {
  const [heading = ''] = text.split(/[\r\n]/u, 1);
  const count = (sign: string) => heading.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
