import { nameTrouble } from './check-vocabulary.ts';
import { readCsv, type TableRow, writeCsv } from './csv.ts';
import type { Mistake } from './vocabulary-file.ts';
import { vocabularyTrouble } from './vocabulary-trouble.ts';

/** What the person said of a photo, as a file has it. */
export interface FileAnswer {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly path?: string | undefined;
  /** SHA-256 of the picture, 64 hex digits. */
  readonly content?: string | undefined;
  readonly conceptId?: string | undefined;
  readonly name?: string | undefined;
  readonly isConfirmed: boolean;
  readonly atMs?: number | undefined;
}

const columns = ['path', 'content', 'concept', 'name', 'answer', 'date'] as const;

/** One line an answer. */
export function writeAnswersCsv(answers: readonly Omit<FileAnswer, 'line'>[]): string {
  return writeCsv(
    columns,
    answers.map(({ path = '', content = '', conceptId = '', name = '', isConfirmed, atMs }) => [
      path,
      content,
      conceptId,
      name,
      isConfirmed ? 'confirmed' : 'rejected',
      atMs === undefined ? '' : new Date(atMs).toISOString(),
    ]),
  );
}

/** Reads what {@link writeAnswersCsv} wrote; a path or a content, and a concept or a name are enough. */
export function readAnswersCsv(text: string): { answers: FileAnswer[]; mistakes: Mistake[] } {
  const { rows, mistakes } = readCsv(text, (column) => columns.some((one) => one === column));
  const answers = rows.flatMap((row) => {
    const troubles: Mistake['error'][] = [];
    const answer = read(row, (error) => troubles.push(error));
    mistakes.push(...troubles.map((error) => ({ line: row.line, error })));
    return troubles.length === 0 ? [answer] : [];
  });
  return { answers, mistakes: mistakes.sort((a, b) => a.line - b.line) };
}

function read(row: TableRow, tell: (error: Mistake['error']) => void): FileAnswer {
  const given = (column: (typeof columns)[number]) => {
    const cell = row.cell(column)?.trim();
    return cell === '' ? undefined : cell;
  };
  const answer = given('answer')?.toLowerCase() ?? 'confirmed';
  const content = given('content')?.toLowerCase();
  const path = row.cell('path');
  const date = given('date');
  const atMs = date === undefined ? undefined : Date.parse(date);
  const name = given('name');
  if ((path === undefined || path === '') && (content === undefined || !/^[\da-f]{64}$/u.test(content)))
    tell(vocabularyTrouble('answer-no-photo'));
  if (given('concept') === undefined && name === undefined) tell(vocabularyTrouble('answer-no-concept'));
  const trouble = name === undefined ? undefined : nameTrouble(name);
  if (trouble !== undefined) tell(trouble);
  if (!['confirmed', 'rejected', 'yes', 'no'].includes(answer))
    tell(vocabularyTrouble('answer-state', { given: answer }));
  if (date !== undefined && (atMs === undefined || !(atMs >= 0)))
    tell(vocabularyTrouble('answer-date', { given: date }));
  return {
    line: row.line,
    path: path === '' ? undefined : path,
    content,
    conceptId: given('concept'),
    name,
    isConfirmed: answer === 'confirmed' || answer === 'yes',
    atMs,
  };
}
