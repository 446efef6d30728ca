import { expect, test } from 'vitest';
import type { ListedConcept } from '../../../preload/contract/vocabulary.ts';
import { conceptRows, type Shown } from '../../../renderer/logic/concept-tree.ts';

function listed(id: string, parent?: string, more: Partial<ListedConcept> = {}): ListedConcept {
  return {
    id,
    name: id,
    otherNames: [],
    ...(parent !== undefined && { parent }),
    confirmedCount: 0,
    isOwn: false,
    isHidden: false,
    isChanged: false,
    ...more,
  };
}

const concepts = [
  listed('animal'),
  listed('bulldog', 'dog', { isHidden: true }),
  listed('dog', 'animal', { otherNames: ['狗', 'Hündchen'], isChanged: true }),
  listed('Garten', 'gone', { isOwn: true }),
  listed('hot dog'),
];
const rows = (open: string[], typed = '', shown: Shown = 'all') =>
  conceptRows(concepts, { open: new Set(open), typed, shown }).map(
    ({ concept, depth, childCount, path }) =>
      `${'-'.repeat(depth)}${concept.id}/${childCount}${path.map((one) => ` <${one}`).join('')}`,
  );

test('the tree shows what is opened, and what hangs on nothing that is there at the top', () => {
  expect(rows([])).toEqual(['animal/1', 'Garten/0', 'hot dog/0']);
  expect(rows(['animal', 'dog'])).toEqual(['animal/1', '-dog/1', '--bulldog/0', 'Garten/0', 'hot dog/0']);
});

test('what is typed finds names in any language, accents aside, the best first, with what they are a part of', () => {
  expect(rows([], 'dog')).toEqual(['dog/0 <animal', 'hot dog/0', 'bulldog/0 <animal <dog']);
  expect(rows([], '狗')).toEqual(['dog/0 <animal']);
  expect(rows([], 'hund')).toEqual(['dog/0 <animal']);
  expect(rows([], 'nothing such')).toEqual([]);
});

test('own, changed and hidden ones are listed by themselves', () => {
  expect(rows([], '', 'own')).toEqual(['Garten/0']);
  expect(rows([], '', 'hidden')).toEqual(['bulldog/0 <animal <dog']);
  expect(rows([], 'd', 'changed')).toEqual(['dog/0 <animal', 'bulldog/0 <animal <dog']);
});
