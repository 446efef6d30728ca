import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswersCsv, writeAnswersCsv } from '../../../main/tags/answers-csv.ts';
import { readCsv, writeCsv } from '../../../main/tags/csv.ts';
import { readVocabularyCsv, writeVocabularyCsv } from '../../../main/tags/vocabulary-csv.ts';

/** As a spreadsheet has them: without the quotation marks around, and with them halved inside. */
function cellsOf(text: string): string[] {
  return text
    .slice(1)
    .split('\r\n')
    .flatMap((line) => line.split(','))
    .map((cell) => cell.replace(/^"(.*)"$/su, '$1').replaceAll('""', '"'));
}

test.each(['=1+1', '+cmd', '-2', '@SUM(A1)', "=HYPERLINK('a')", '\t=1', '＝1', "'=1", "''+1"])(
  'a name that a spreadsheet would reckon, %j, is text to it, and comes back as it was',
  (name) => {
    const vocabulary = writeVocabularyCsv([{ id: 'own-1', names: { '': [name.trim()] } }]);
    const answers = writeAnswersCsv([{ path: name, name: name.trim(), content: '', isConfirmed: true }]);
    for (const cell of [...cellsOf(vocabulary), ...cellsOf(answers)]) expect(cell).not.toMatch(/^[=+\-@\t＝]/u);
    expect(readVocabularyCsv(vocabulary).concepts[0]?.names).toEqual({ '': [name.trim()] });
    expect(readAnswersCsv(answers).answers[0]).toMatchObject({ path: name, name: name.trim() });
  },
);

test('whatever is in the cells comes back, and none of it is a formula', () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@][ -~]{0,5}$/u));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      const text = writeCsv(
        ['a', 'b'],
        cells.map((one) => [one, 'x']),
      );
      const { rows } = readCsv(text, () => true);
      // Line ends inside of a cell are those of the table.
      expect(rows.map((row) => row.cell('a'))).toEqual(cells);
    }),
  );
});

test('a heading of 200,000 columns is refused in a time that grows with its length', () => {
  const before = process.cpuUsage();
  const heading = ['name', ...Array.from({ length: 200_000 }, (_, at) => `c${at}`), 'name'].join(',');
  const { mistakes } = readCsv(heading, (column) => column === 'name');
  expect(mistakes).toHaveLength(200_001);
  expect(mistakes.at(-1)?.error.details).toMatchObject({ column: 'name' });
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
});
