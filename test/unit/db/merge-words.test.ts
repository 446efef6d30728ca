import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('what many small commits add to the full text is merged on the way, and found all the while', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  expect(db.sql.prepare(`SELECT v FROM idx.texts_config WHERE k = 'automerge'`).pluck().get()).toBe(0);
  // By itself nothing would be merged now.
  db.sql.exec(`INSERT INTO idx.texts (texts, rank) VALUES ('crisismerge', 1999)`);
  const insert = db.sql.prepare(
    `INSERT INTO idx.texts (rowid, names, folders, captions, keywords) VALUES (?, ?, '', '', '')`,
  );
  const commits = 600;
  for (let id = 1; id <= commits; id++) db.transaction(() => insert.run(id, `photo${id} beach`));
  const parts = db.sql.prepare('SELECT count(DISTINCT segid) FROM idx.texts_idx').pluck().get();
  expect(parts).toBeLessThan(40);
  expect(db.sql.prepare(`SELECT count(*) FROM idx.texts WHERE texts MATCH 'beach'`).pluck().get()).toBe(commits);
  expect(db.sql.prepare(`SELECT rowid FROM idx.texts WHERE texts MATCH 'photo77'`).pluck().all()).toEqual([77]);
  db.sql.exec(`INSERT INTO idx.texts (texts) VALUES ('integrity-check')`);
});
