import { expect, test } from 'vitest';
import { createCopies } from '../../../main/db/copies.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createStacks } from '../../../main/db/stacks.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

test('a copy tells whether a film was taken with it: in its file, or beside it', () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(db.sql, [{}, {}, { kind: 'video' }, {}, {}]);
  db.sql.exec('UPDATE photos SET has_motion = 1 WHERE id = 1');
  createStacks(db).change(
    [
      { photoId: 2, bestId: 2, kind: 'live' },
      { photoId: 3, bestId: 2, kind: 'live' },
      { photoId: 4, bestId: 4, kind: 'raw' },
    ],
    [],
  );
  const copies = createCopies(db);
  expect([1, 2, 4, 5].map((id) => copies.one(id)?.hasFilm)).toEqual([true, true, false, false]);
});
