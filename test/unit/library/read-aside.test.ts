import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPrecious } from '../../../main/library/precious-file.ts';
import { readAside } from '../../../main/library/read-aside.ts';
import { writeAnswersCsv } from '../../../main/tags/answers-csv.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a file of more answers than one slice has comes whole and in its order', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'answers.csv');
  const answers = Array.from({ length: 2_500 }, (_, at) => ({ path: `/a/${at}.jpg`, name: 'Boat', isConfirmed: true }));
  fs.writeFileSync(file, writeAnswersCsv(answers));
  const read = await readAside({ is: 'answers', file, mostMegabytes: 1 });
  if (read.is !== 'answers') throw new Error('it has no mistakes');
  expect(read.mistakes).toEqual([]);
  expect(read.answers.map((answer) => answer.path)).toEqual(answers.map((answer) => answer.path));
});

test('a file that is too large, not there, or none of ours is told, and so is one that is nested for ever', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'precious.json');
  const asked = { is: 'precious', file, mostMegabytes: 1 } as const;
  await expect(readAside(asked)).rejects.toMatchObject({ kind: 'gone' });
  fs.writeFileSync(file, '{"a":1}');
  await expect(readAside(asked)).rejects.toMatchObject({ kind: 'bad-input', details: { code: 'precious-other' } });
  fs.writeFileSync(file, Buffer.alloc(1_500_000, 32));
  await expect(readAside(asked)).resolves.toMatchObject({ is: 'mistake' });
  expect(() => readPrecious('['.repeat(200) + ']'.repeat(200))).toThrow('not a JSON file');
});
