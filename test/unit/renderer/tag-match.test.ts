import { expect, test } from 'vitest';
import { indexTags } from '../../../renderer/logic/tag-match.ts';

const concept = (
  id: string,
  name: string,
  otherNames: string[] = [],
  more: { isHidden?: boolean; used?: number } = {},
) => ({
  id,
  name,
  otherNames,
  confirmedCount: more.used ?? 0,
  isOwn: id.startsWith('own-'),
  isHidden: more.isHidden ?? false,
  isChanged: false,
});

const tags = indexTags([
  concept('dog', 'dog', ['puppy', '狗', '小狗']),
  concept('hot-dog', 'hot dog', ['热狗']),
  concept('cafe', 'café', ['coffee house', '咖啡馆']),
  concept('own-1', 'Oma’s garden', [], { used: 12 }),
  concept('garden', 'garden', ['花园']),
  concept('doghouse', 'doghouse', [], { isHidden: true }),
]);
const names = (typed: string) => tags.matching(typed, 5).map(({ name, also }) => (also ? `${name} (${also})` : name));

test('a name is found by its beginning, then by the beginning of a word in it', () => {
  expect(names('dog')).toEqual(['dog', 'hot dog']);
  expect(names('og')).toEqual([]);
});

test('a synonym and a name in another language find the tag, and are shown beside its name', () => {
  expect(names('pup')).toEqual(['dog (puppy)']);
  expect(names('狗')).toEqual(['dog (狗)', 'hot dog (热狗)']);
});

test('accents, case and widths do not matter', () => {
  expect(names('CAFE')).toEqual(['café']);
  expect(names('ｃａｆｅ')).toEqual(['café']);
});

test('what fits equally well comes in the order of its use; the whole name comes first', () => {
  expect(names('garden')).toEqual(['garden', 'Oma’s garden']);
  expect(names('o')).toEqual(['Oma’s garden']);
});

test('what is hidden is not offered, and nothing is offered for nothing', () => {
  expect(names('dogh')).toEqual([]);
  expect(names('  ')).toEqual([]);
});
