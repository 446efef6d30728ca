import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createAnswerFiles } from '../../main/library/answer-files.ts';
import { createEffectiveVocabulary } from '../../main/library/effective-vocabulary.ts';
import { createTagAnswers } from '../../main/library/tag-answers.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';

const vocabulariesFolder = path.join(import.meta.dirname, '../../resources/vocabularies');
const fixedNow = 1_700_000_000_000;

/** A library with three photos that lie in a folder, without the processes: answers need none. */
function openThree(home: string, folder: string) {
  const db = openDatabases({ folder: home });
  db.sql.prepare('INSERT INTO folders (id, path, added_at_ms) VALUES (1, ?, 0)').run(folder);
  for (const id of [1, 2, 3]) {
    db.sql
      .prepare(
        `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms, present)
         VALUES (?, ?, 'jpeg', 4, 3, 0, 'file', 0, 1)`,
      )
      .run(id, Buffer.alloc(32, id));
    db.sql
      .prepare(
        `INSERT INTO files (folder_id, photo_id, dir, name, size_bytes, mtime_ms, inode, is_waiting, found_at_ms)
         VALUES (1, ?, 'a/b', ?, 1, 0, '', 0, 0)`,
      )
      .run(id, `p, "${id}".jpg`);
  }
  const vocabulary = createEffectiveVocabulary({ db, vocabulariesFolder });
  const common = { db, texts: createTexts(db), vocabulary, languages: () => ['en'], now: () => fixedNow };
  return {
    answers: createTagAnswers({ ...common, onChanged: () => undefined }),
    files: createAnswerFiles(common),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}

test('answers go out and come back by path or content, and a newer answer stays', async () => {
  using home = temporaryFolder();
  using elsewhere = temporaryFolder();
  using out = temporaryFolder();
  const file = path.join(out.path, 'answers.csv');
  using here = openThree(home.path, '/photos');
  await here.answers.add([1, 2], 'Omas | "Garten"');
  await here.answers.decide([1], 'dog', 'confirmed');
  await here.answers.decide([3], 'dog', 'rejected');
  expect(await here.files.exportTo(file)).toEqual({ answerCount: 4 });
  expect(await here.files.importFrom(file, false)).toMatchObject({ addedCount: 0, changedCount: 0, keptCount: 4 });

  // The photos lie elsewhere there: their content tells them.
  using there = openThree(elsewhere.path, '/moved');
  await there.answers.add([3], 'quite another');
  await there.answers.decide([1], 'dog', 'rejected'); // at the same time: what comes in counts
  expect(await there.files.importFrom(file, true)).toMatchObject({ addedCount: 3, changedCount: 1, notFound: [] });
  expect((await there.answers.all()).length).toBe(2);
  expect(await there.files.importFrom(file, false)).toMatchObject({ addedCount: 3, changedCount: 1, notFound: [] });
  expect(await there.answers.all()).toMatchObject([
    { name: 'Omas | "Garten"', confirmedCount: 2 },
    { name: 'quite another', confirmedCount: 1 },
    { name: 'dog', confirmedCount: 1, rejectedCount: 1 },
  ]);

  fs.writeFileSync(
    file,
    `path,name,answer,date\n"/photos/a/b/p, ""1"".jpg",dog,rejected,2001-01-01\n"/photos/a/b/p, ""2"".jpg",dog,,\n/gone.jpg,dog,,\n`,
  );
  expect(await here.files.importFrom(file, false)).toEqual({
    mistakes: [],
    addedCount: 1,
    changedCount: 0,
    keptCount: 1,
    notFound: [{ line: 4, path: '/gone.jpg' }],
  });
});

test('a file of answers with a mistake says the line and changes nothing', async () => {
  using home = temporaryFolder();
  using out = temporaryFolder();
  const file = path.join(out.path, 'answers.csv');
  using here = openThree(home.path, '/photos');
  fs.writeFileSync(
    file,
    [
      'path,content,concept,name,answer,date',
      `,${'01'.repeat(32)},dog,,confirmed,`,
      ',12,dog,,confirmed,',
      `,${'01'.repeat(32)},,,confirmed,`,
      `,${'01'.repeat(32)},dog,,perhaps,yesterday`,
    ].join('\n'),
  );
  const { mistakes, ...done } = await here.files.importFrom(file, false);
  expect(mistakes.map(({ line, error }) => [line, error.details?.['code']])).toEqual([
    [3, 'answer-no-photo'],
    [4, 'answer-no-concept'],
    [5, 'answer-state'],
    [5, 'answer-date'],
  ]);
  expect(done).toEqual({ addedCount: 0, changedCount: 0, keptCount: 0, notFound: [] });
  expect(await here.answers.all()).toEqual([]);
});
