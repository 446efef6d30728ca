import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatQuery, parse, warmUp } from '../../../main/search/parse.ts';
import { query } from '../../../preload/contract/query.ts';
import { context } from './library-context.ts';
import { meaningOf, outline } from './outline.ts';

const rows = readTable(new URL('sentences.txt', import.meta.url));

beforeAll(() => {
  for (const step of warmUp(context)) void step;
});

test('the table has more than 150 sentences in seven languages and more', () => {
  expect(rows.length).toBeGreaterThan(150);
  expect(new Set(rows.map(({ language }) => language)).size).toBeGreaterThanOrEqual(7);
});

describe.each([...new Set(rows.map(({ heading }) => heading))])('%s', (heading) => {
  const own = rows.filter((row) => row.heading === heading);
  test.each(own.map(({ typed, meant, language }) => [typed, meant, language] as const))(
    '%s',
    (typed, meant, language) => {
      const read = parse(typed, { ...context, languages: [language] });
      expect(outline(read)).toBe(meant);
      expect(query.parse(read)).toEqual(read);
      // The same in operators means the same, to anybody.
      expect(meaningOf(parse(formatQuery(read), context))).toEqual(meaningOf(read));
    },
  );
});

function readTable(file: URL) {
  let heading = '';
  let language = '';
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const title = /^# (.*) \[([\w-]+)\]$/u.exec(line);
      if (title) [, heading = '', language = ''] = title;
      const at = line.indexOf('  =>  ');
      return at < 0 || line.startsWith('# What')
        ? []
        : [{ heading, language, typed: line.slice(0, at), meant: line.slice(at + 6) }];
    });
}
