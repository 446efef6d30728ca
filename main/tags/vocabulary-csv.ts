import { readCsv, type TableRow, writeCsv } from './csv.ts';
import type { FileConcept, Mistake, VocabularyFile } from './vocabulary-file.ts';
import { vocabularyTrouble } from './vocabulary-trouble.ts';

const fixed = ['id', 'parent', 'hidden', 'suggest_at', 'merged_into', 'exclusions', 'prompts'] as const;
const nameColumn = /^names?(?:\[([\w-]*)\])?$/u;

/** One line a concept, one column a language: `names[en]`; `names[]` are the person's own words. */
export function writeVocabularyCsv(concepts: readonly Omit<FileConcept, 'line'>[]): string {
  const languages = [...new Set(concepts.flatMap(({ names = {} }) => Object.keys(names)))].sort();
  const columns = ['id', ...languages.map((language) => `names[${language}]`), ...fixed.slice(1)];
  const rows = concepts.map((concept) => [
    concept.id ?? '',
    ...languages.map((language) => joinCell(concept.names?.[language] ?? [])),
    concept.parent ?? '',
    concept.isHidden === true ? 'yes' : '',
    concept.suggestAt === undefined || concept.suggestAt === 'model' ? '' : String(concept.suggestAt),
    concept.mergedInto ?? '',
    joinCell(concept.exclusions ?? []),
    joinCell(concept.prompts ?? []),
  ]);
  return writeCsv(columns, rows);
}

/** Reads what {@link writeVocabularyCsv} wrote, and any table with a column `names` or `names[en]`. */
export function readVocabularyCsv(text: string): VocabularyFile {
  const { rows, columns, mistakes } = readCsv(text, (column) => nameColumn.test(column) || isFixed(column));
  const languages = columns.flatMap((column) => {
    const [matched, language = ''] = nameColumn.exec(column) ?? [];
    return matched === undefined ? [] : [{ column, language }];
  });
  const concepts = rows.map((row): FileConcept => {
    const names = languages.map(({ column, language }) => [language, splitCell(row.cell(column) ?? '')] as const);
    const id = row.cell('id')?.trim();
    const parent = row.cell('parent')?.trim();
    const mergedInto = row.cell('merged_into')?.trim();
    const exclusions = listIn(row, 'exclusions');
    const prompts = listIn(row, 'prompts');
    const isHidden = yesNoIn(row, mistakes);
    const suggestAt = numberIn(row, mistakes);
    return {
      line: row.line,
      ...(id !== undefined && id !== '' && { id }),
      ...(names.length > 0 && { names: Object.fromEntries(names) }),
      ...(parent !== undefined && { parent }),
      ...(exclusions !== undefined && { exclusions }),
      ...(prompts !== undefined && { prompts }),
      ...(isHidden !== undefined && { isHidden }),
      ...(suggestAt !== undefined && { suggestAt }),
      ...(mergedInto !== undefined && { mergedInto }),
    };
  });
  return { concepts, mistakes };
}

/** Several texts in one cell: `dog | hound`. A `|` or `\` that is in a text has a `\` before it. */
export function joinCell(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll(/[\\|]/gu, String.raw`\$&`)).join(' | ');
}

export function splitCell(cell: string): string[] {
  const texts: string[] = [];
  let text = '';
  for (let at = 0; at < cell.length; at++) {
    const sign = cell.charAt(at);
    if (sign === '|') {
      texts.push(text);
      text = '';
    } else if (sign === '\\' && /[\\|]/u.test(cell.charAt(at + 1))) text += cell.charAt(++at);
    else text += sign;
  }
  // A separator at the end, or two without anything between them, are no names.
  return [...texts, text].map((one) => one.trim()).filter((one) => one !== '');
}

function isFixed(column: string): boolean {
  return fixed.some((one) => one === column);
}

function listIn(row: TableRow, column: string): string[] | undefined {
  const cell = row.cell(column);
  return cell === undefined ? undefined : splitCell(cell);
}

function yesNoIn(row: TableRow, mistakes: Mistake[]): boolean | undefined {
  const given = row.cell('hidden')?.trim().toLowerCase();
  if (given === undefined) return undefined;
  if (['yes', 'true', '1', 'x'].includes(given)) return true;
  if (['', 'no', 'false', '0'].includes(given)) return false;
  mistakes.push({ line: row.line, error: vocabularyTrouble('file-yes-no', { given }) });
  return undefined;
}

function numberIn(row: TableRow, mistakes: Mistake[]): number | 'model' | undefined {
  const given = row.cell('suggest_at')?.trim();
  if (given === undefined) return undefined;
  if (given === '') return 'model';
  // Spreadsheets of half the world write 0,8.
  const value = Number(given.replace(',', '.'));
  if (value >= 0 && value <= 1) return value;
  mistakes.push({ line: row.line, error: vocabularyTrouble('concept-suggest-at', { given }) });
  return undefined;
}
