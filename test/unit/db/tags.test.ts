import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { createTags } from '../../../main/db/tags.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('photos of a tag are counted in steps, and those that are gone are not', () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  const tags = createTags(db, (name) => name.toLowerCase());
  const addPhoto = db.sql
    .prepare<[Buffer], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms, present)
         VALUES (?, 'jpeg', 96, 64, 0, 'file', 0, 1) RETURNING id`,
    )
    .pluck();
  const ids = db.transaction(() =>
    Array.from({ length: 5_000 }, (_, at) => {
      const content = Buffer.alloc(32);
      content.writeUInt32BE(at + 1);
      return addPhoto.get(content) ?? 0;
    }),
  );
  const dog = { is: 'concept', conceptId: 'dog', names: { en: ['dog'] } } as const;
  const cat = { is: 'concept', conceptId: 'cat', names: { en: ['cat'] } } as const;
  db.transaction(() => {
    tags.decide(ids.slice(0, 4_500), dog, 'confirmed', 1);
    tags.decide(ids.slice(4_500), dog, 'rejected', 1);
    tags.decide(ids.slice(0, 2), cat, 'confirmed', 1);
    db.sql.exec('UPDATE photos SET present = 0 WHERE id % 10 = 0');
  });
  const counted = [...tags.confirmedCounts()];
  expect(counted.filter(({ conceptId }) => conceptId === 'dog').length).toBe(3);
  const sum = (conceptId: string) =>
    counted.filter((one) => one.conceptId === conceptId).reduce((all, one) => all + one.confirmedCount, 0);
  expect([sum('dog'), sum('cat')]).toEqual([4_050, 2]);
  expect(tags.countsOf('dog')).toEqual({ confirmedCount: 4_050, rejectedCount: 450 });
  expect(tags.countsOf('no-such-thing')).toEqual({ confirmedCount: 0, rejectedCount: 0 });
  for (const one of tags.all())
      expect(tags.countsOf(one.conceptId ?? '')).toEqual({ confirmedCount: one.confirmedCount, rejectedCount: one.rejectedCount }); // prettier-ignore
});
