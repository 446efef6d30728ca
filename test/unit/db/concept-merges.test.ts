import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConceptMerges } from '../../../main/db/concept-merges.ts';
import { createConcepts } from '../../../main/db/concepts.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createTags } from '../../../main/db/tags.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const photos = [1, 2, 3, 4];
const names = { en: ['x'] };

test('whatever was answered, merging twice and undoing it in any order leaves everything as it was', () => {
  using folder = temporaryFolder();
  using db = openDatabases({ folder: folder.path });
  for (const id of photos)
    db.sql
      .prepare(
        `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
         VALUES (?, ?, 'jpeg', 4, 3, 0, 'file', 0)`,
      )
      .run(id, Buffer.alloc(32, id));
  const tags = createTags(db, (name) => name.toLowerCase());
  const concepts = createConcepts(db);
  const merges = createConceptMerges(db);
  const all = () =>
    db.sql
      .prepare(
        `SELECT t.concept_id, a.photo_id, a.is_confirmed, a.at_ms FROM tag_answers a JOIN tags t ON t.id = a.tag_id
         ORDER BY 1, 2`,
      )
      .raw()
      .all();
  const answer = fc.constantFrom(undefined, 'confirmed' as const, 'rejected' as const);
  const answers = fc.array(answer, { minLength: photos.length, maxLength: photos.length });
  const merge = (id: string) => {
    concepts.put({ id, mergedInto: 'into' }, 0);
    tags.ensure('into', names);
    return merges.merge(id, 'into');
  };
  const unmerge = (id: string) => {
    concepts.put({ id }, 0);
    tags.ensure(id, names);
    merges.unmerge(id, 'into');
  };

  fc.assert(
    fc.property(answers, answers, answers, fc.boolean(), (a, b, into, isFirstFirst) => {
      db.sql.exec('DELETE FROM tag_answers; DELETE FROM merged_answers; DELETE FROM tags; DELETE FROM concepts');
      let atMs = 1;
      for (const [conceptId, given] of [
        ['a', a],
        ['b', b],
        ['into', into],
      ] as const)
        given.forEach((decision, at) => {
          if (decision !== undefined) tags.decide([at + 1], { is: 'concept', conceptId, names }, decision, atMs++);
        });
      const before = all();
      const { movedCount, conflictCount } = merge('a');
      expect(movedCount).toBe(a.filter((one) => one !== undefined).length);
      expect(conflictCount).toBe(
        a.filter((one, at) => one !== undefined && into[at] !== undefined && one !== into[at]).length,
      );
      const onlyA = all().map((row) => [row].flat(2).slice(0, 3));
      unmerge('a');
      expect(all()).toEqual(before);
      merge('b');
      merge('a');
      const [first, second] = isFirstFirst ? (['b', 'a'] as const) : (['a', 'b'] as const);
      unmerge(first);
      if (isFirstFirst) expect(all().map((row) => [row].flat(2).slice(0, 3))).toEqual(onlyA);
      unmerge(second);
      expect(all()).toEqual(before);
    }),
    { numRuns: 200 },
  );
});
