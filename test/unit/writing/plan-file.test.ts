import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf, pathOf } from '../../../main/formats/metadata/keywords.ts';
import { type FileFields, noFields } from '../../../main/writing/fields.ts';
import { planFile } from '../../../main/writing/plan-file.ts';

const file = (fields: Partial<FileFields>): FileFields => ({ ...noFields, ...fields });

test('tags go flat and with their parents, and are remembered as ours', () => {
  const { values, ownAfter } = planFile(noFields, { tags: [['animal', 'dog']] }, {}, 'sidecar');
  expect(values).toEqual({
    'XMP-dc:Subject': ['dog'],
    'XMP-lr:HierarchicalSubject': ['animal|dog'],
    'XMP-digiKam:TagsList': ['animal/dog'],
  });
  expect(ownAfter).toEqual({ subject: ['dog'], hierarchical: ['animal|dog'], tagsList: ['animal/dog'] });
});

test('what another program wrote is never ours, in whatever case and form it stands there', () => {
  const before = file({ subject: ['Dog', 'Zoe\u0308'], hierarchical: ['dog'], tagsList: ['dog', 'zoë'] });
  const { values, ownAfter } = planFile(before, { tags: [['dog'], ['Zoë']] }, {}, 'sidecar');
  expect(values).toEqual({ 'XMP-lr:HierarchicalSubject': ['dog', 'Zoë'] });
  expect(planFile(file({ ...before, hierarchical: ['dog', 'Zoë'] }), { tags: [] }, ownAfter, 'sidecar').values).toEqual(
    {
      'XMP-lr:HierarchicalSubject': ['dog'],
    },
  );
});

test('our own tags go when they are no longer wanted, and the last one takes the list with it', () => {
  const own = { subject: ['dog'], hierarchical: ['animal|dog'], tagsList: ['animal/dog'] };
  const before = file({ subject: ['theirs', 'dog'], hierarchical: ['animal|dog'], tagsList: ['animal/dog'] });
  const { values, changes, ownAfter } = planFile(before, { tags: [] }, own, 'sidecar');
  expect(values).toEqual({
    'XMP-dc:Subject': ['theirs'],
    'XMP-lr:HierarchicalSubject': null,
    'XMP-digiKam:TagsList': null,
  });
  expect(changes).toEqual([{ field: 'tags', before: ['theirs', 'animal|dog'], after: ['theirs'] }]);
  expect(ownAfter).toEqual({ subject: [], hierarchical: [], tagsList: [] });
});

test("a rating or caption of another program stays where the person has none; ours goes with the person's", () => {
  const before = file({ rating: 3, caption: 'theirs' });
  const none = { rating: 'none', caption: { is: 'none' } } as const;
  expect(planFile(before, none, {}, 'sidecar').changes).toEqual([]);
  expect(planFile(before, none, { rating: 3, caption: 'ours, once' }, 'sidecar').values).toEqual({
    'XMP-xmp:Rating': null,
  });
  expect(planFile(before, { rating: 5, caption: 'mine' }, {}, 'sidecar').changes).toEqual([
    { field: 'rating', before: 3, after: 5 },
    { field: 'caption', before: 'theirs', after: 'mine' },
  ]);
});

test('fields that say the same in other words follow, only where the file has them', () => {
  const twins = ['XMP-microsoft:RatingPercent', 'IFD0:Rating', 'IPTC:Caption-Abstract', 'Photoshop:IPTCDigest'];
  const { values } = planFile(file({ twins, iptc: 'utf-8' }), { rating: 4, caption: 'c' }, {}, 'embedded');
  expect(values).toEqual({
    'XMP-xmp:Rating': 4,
    'XMP-microsoft:RatingPercent': 75,
    'IFD0:Rating': 4,
    'XMP-dc:Description-x-default': 'c',
    'IPTC:Caption-Abstract': 'c',
    'IPTC:CodedCharacterSet': 'UTF8',
    'Photoshop:IPTCDigest': 'new',
  });
});

test('IPTC keywords follow where there are some, never where their encoding is unknown, and never too long', () => {
  const keywords = ['old'];
  const wanted = { tags: [['Zoë'], ['x'.repeat(65)]] };
  expect(planFile(file({ keywords, iptc: 'plain' }), wanted, {}, 'embedded').values).toMatchObject({
    'IPTC:Keywords': ['old', 'Zoë'],
    'IPTC:CodedCharacterSet': 'UTF8',
  });
  expect(planFile(file({ keywords, iptc: 'other' }), wanted, {}, 'embedded').values).not.toHaveProperty(
    'IPTC:Keywords',
  );
  expect(planFile(file({}), wanted, {}, 'embedded').values).not.toHaveProperty('IPTC:Keywords');
});

test('writing twice changes nothing the second time, and taking all back leaves what was there', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'B', 'ü', '/', '|', '"', ' ', '日', '&') })
    .map((s) => s.trim())
    .filter((s) => s !== '');
  const path = fc.array(name, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(path, { maxLength: 4 }), fc.uniqueArray(name, { maxLength: 4 }), (tags, subject) => {
      const before = file({ subject });
      const lists = (fields: FileFields, values: Readonly<Record<string, unknown>>): FileFields => ({
        ...fields,
        subject: listOf(values, 'XMP-dc:Subject', fields.subject),
        hierarchical: listOf(values, 'XMP-lr:HierarchicalSubject', fields.hierarchical),
        tagsList: listOf(values, 'XMP-digiKam:TagsList', fields.tagsList),
      });
      const first = planFile(before, { tags }, {}, 'sidecar');
      const after = lists(before, first.values);
      expect(planFile(after, { tags }, first.ownAfter, 'sidecar').changes).toEqual([]);
      const back = lists(after, planFile(after, { tags: [] }, first.ownAfter, 'sidecar').values);
      expect(back).toEqual(before);
    }),
  );
});

test('names with separators come out of a path as they went in', () => {
  for (const separator of ['|', '/'] as const)
    for (const parts of [['AC/DC'], ['a|b', 'c/d'], ['Music', 'AC/DC']])
      expect(partsOf(pathOf(parts, separator), separator, new Set(parts))).toEqual(parts);
});

function listOf(values: Readonly<Record<string, unknown>>, name: string, before: readonly string[]): readonly string[] {
  const value = values[name];
  if (value === null) return [];
  return Array.isArray(value) ? value.map(String) : before;
}
