import { expect, test } from 'vitest';
import { failuresAsCsv, failuresAsText } from '../../../main/library/failure-list.ts';

const file = {
  fileId: 1,
  path: '=HYPERLINK("http://example.org").jpg',
  atMs: 0,
  attempts: 2,
  isIgnored: false,
  kind: 'unsupported',
  message: 'Lumisift cannot read AVIF pictures.',
  details: { what: 'AVIF pictures', reason: '-bit depth of 16' },
} as const;

test('a path and the words of a decoder are text to a spreadsheet, whatever they begin with', () => {
  const [, line] = failuresAsCsv([file]).split('\r\n');
  expect(line).toBe(
    `"'=HYPERLINK(""http://example.org"").jpg",unsupported,Lumisift cannot read AVIF pictures.,'-bit depth of 16,2,1970-01-01T00:00:00.000Z,no`,
  );
});

test('the text has the words of the decoder once', () => {
  const text = failuresAsText([file, { ...file, message: 'It says: -bit depth of 16.', isIgnored: true }]);
  expect(text.match(/bit depth/gu)).toHaveLength(2);
  expect(text).toContain('(ignored)\n');
});
