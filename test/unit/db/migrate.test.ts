import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConceptChanges } from '../../../main/db/concepts.ts';
import { connect } from '../../../main/db/connect.ts';
import { migrate } from '../../../main/db/migrate.ts';
import { type DatabaseName, migrations } from '../../../main/db/migrations/index.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createTags } from '../../../main/db/tags.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

const names: DatabaseName[] = ['library', 'index', 'thumbnails'];

test.each(names)('%s: every step from the version before it ends where a new database begins', (name) => {
  using folder = temporaryFolder();
  const schemaOf = (file: string) => {
    const sql = connect(file, { isReadOnly: true });
    const rows = sql
      .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
      .all();
    const version = sql.pragma('user_version', { simple: true });
    sql.close();
    return { rows, version };
  };
  const fresh = path.join(folder.path, 'fresh.db');
  const sql = connect(fresh);
  migrate(sql, migrations[name], name);
  sql.close();
  for (let from = 1; from < migrations[name].length; from++) {
    const old = path.join(folder.path, `from-${from}.db`);
    const stepwise = connect(old);
    migrate(stepwise, migrations[name].slice(0, from), name);
    migrate(stepwise, migrations[name], name);
    stepwise.close();
    expect(schemaOf(old)).toEqual(schemaOf(fresh));
  }
  expect(schemaOf(fresh).version).toBe(migrations[name].length);
});

test('picked and rejected stay so where neither became a word', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'library.db');
  const sql = connect(file);
  migrate(sql, migrations.library.slice(0, 25), 'library.db');
  fillLibrary(sql, [{ files: [] }, { files: [] }, { files: [] }]);
  sql.exec('UPDATE photos SET own_flag = 1 WHERE id = 1; UPDATE photos SET own_flag = -1 WHERE id = 2');
  migrate(sql, migrations.library, 'library.db');
  const flags = sql.prepare('SELECT own_flag FROM photos ORDER BY id').pluck();
  expect(flags.all()).toEqual([1, -1, null]);
  sql.exec('UPDATE photos SET own_flag = 0 WHERE id = 3');
  expect(() => sql.exec('UPDATE photos SET own_flag = 2')).toThrow(/CHECK/);
  expect(flags.all()).toEqual([1, -1, 0]);
  sql.close();
});

test('favourites stay so where files came to say it, and the person against them', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'library.db');
  const sql = connect(file);
  migrate(sql, migrations.library.slice(0, 26), 'library.db');
  fillLibrary(sql, [{ files: [] }, { files: [] }]);
  sql.exec('UPDATE photos SET own_favourite = 1, own_hidden = 1 WHERE id = 1');
  const counted = sql.prepare<[], number>("SELECT changes FROM precious_changes WHERE kind = 'photos'").pluck();
  migrate(sql, migrations.library, 'library.db');
  const marks = sql.prepare('SELECT own_favourite, favourite, own_hidden FROM photos ORDER BY id').raw();
  expect(marks.all()).toEqual([
    [1, null, 1],
    [null, null, null],
  ]);
  const before = counted.get() ?? 0;
  sql.exec('UPDATE photos SET favourite = 1, own_favourite = 0 WHERE id = 2'); // what the person says is counted
  expect(counted.get()).toBe(before + 1);
  expect(() => sql.exec('UPDATE photos SET own_favourite = 2')).toThrow(/CHECK/);
  sql.close();
});

test('ratings and searches come into a library of the version before, and nothing of it is lost', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'library.db');
  const old = connect(file);
  migrate(old, migrations.library.slice(0, 1), 'library.db');
  old
    .prepare(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, rating, added_at_ms)
       VALUES (zeroblob(32), 'jpeg', 4, 3, 0, 'file', 3, 0)`,
    )
    .run();
  old.close();
  using db = openDatabases({ folder: folder.path });
  expect(db.sql.prepare('SELECT rating, own_rating FROM photos').all()).toEqual([{ rating: 3, own_rating: null }]);
  expect(db.sql.prepare('SELECT count(*) FROM searches').pluck().get()).toBe(0);
});

test("tags in the person's own words become concepts of theirs, with every answer; no number is given twice", () => {
  using folder = temporaryFolder();
  const old = connect(path.join(folder.path, 'library.db'));
  migrate(old, migrations.library.slice(0, 4), 'library.db');
  old.exec(`
    INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
      VALUES (1, zeroblob(32), 'jpeg', 4, 3, 0, 'file', 0);
    INSERT INTO tags (id, concept_id) VALUES (1, 'dog'), (2, NULL), (3, NULL);
    INSERT INTO tag_names (tag_id, language, position, name, folded) VALUES
      (1, 'en', 0, 'dog', 'dog'), (2, '', 0, 'Hund & "Katz"', 'hund & "katz"'), (3, '', 0, 'gone', 'gone');
    INSERT INTO tag_answers VALUES (1, 1, 0, 5), (1, 2, 1, 7), (1, 3, 1, 9);
    DELETE FROM tag_answers WHERE tag_id = 3;
    DELETE FROM tags WHERE id = 3;`);
  old.close();
  using db = openDatabases({ folder: folder.path });
  expect(readConceptChanges(db.sql)).toEqual([{ id: 'own-2', names: { '': ['Hund & "Katz"'] }, isByTagging: true }]);
  expect(db.sql.prepare('SELECT id, concept_id FROM tags ORDER BY id').raw().all()).toEqual([
    [1, 'dog'],
    [2, 'own-2'],
  ]);
  expect(db.sql.prepare('SELECT * FROM tag_answers ORDER BY tag_id').raw().all()).toEqual([
    [1, 1, 0, 5],
    [1, 2, 1, 7],
  ]);
  const tags = createTags(db, (name) => name.toLowerCase());
  expect(tags.addOwn('hund & "katz"', 10)).toBe('own-2');
  expect(tags.addOwn('new', 10)).toBe('own-4');
});

test('a library of a newer version is refused and left as it is', () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'library.db');
  const newer = connect(file);
  migrate(newer, [...migrations.library, 'CREATE TABLE of_the_future (id INTEGER) STRICT'], 'library.db');
  newer.close();
  expect(failureOf(() => openDatabases({ folder: folder.path }))).toMatchObject({ kind: 'library-newer' });
  const sql = connect(file, { isReadOnly: true });
  expect(sql.pragma('user_version', { simple: true })).toBe(migrations.library.length + 1);
  sql.close();
});

test.each([0, 1, 4, migrations.library.length + 1, 137, 2 ** 24 + migrations.library.length])(
  'a version number that was flipped to %i is damage, and is mended: the tables tell the version',
  (flipped) => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, 'library.db');
    {
      using db = openDatabases({ folder: folder.path });
      db.sql.prepare("INSERT INTO folders (path, added_at_ms) VALUES ('/photos', 1)").run();
    }
    fs.rmSync(path.join(folder.path, 'library.pages'));
    const sql = connect(file);
    sql.pragma(`user_version = ${flipped}`);
    sql.close();
    using db = openDatabases({ folder: folder.path });
    expect(db.sql.pragma('user_version', { simple: true })).toBe(migrations.library.length);
    expect(db.sql.prepare('SELECT path FROM folders').pluck().all()).toEqual(['/photos']);
  },
);

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
