import { expect, test } from 'vitest';
import { conceptsByName } from '../../../main/tags/concepts-by-name.ts';
import { overlay } from '../../../main/tags/own-vocabulary.ts';
import { allNamesOf, ancestorsOf, type Concept, nameIn, namesToAskWith } from '../../../main/tags/vocabulary.ts';

const animal = { id: 'animal', names: { en: ['animal'], 'zh-CN': ['动物'] } };
const dog = { id: 'dog', names: { en: ['dog', 'hound'], 'zh-CN': ['狗'] }, parent: 'animal' };
const puppy = { id: 'puppy', names: { en: ['puppy'], 'zh-CN': ['小狗'] }, parent: 'dog', exclusions: ['cat'] };
const cat = { id: 'cat', names: { en: ['cat'], 'zh-CN': ['猫'] }, parent: 'animal', exclusions: ['dog'] };
const builtIn: readonly Concept[] = [animal, dog, puppy, cat];

test('without changes the vocabulary is the one of the app', () => {
  const { concepts, named } = overlay(builtIn, []);
  expect(concepts).toEqual(builtIn);
  expect(named(' DOG')?.id).toBe('dog');
});

test('a rename in one language leaves the others as they are; an empty list takes a language away', () => {
  const { byId, named } = overlay(builtIn, [{ id: 'dog', names: { en: ['doggo', 'dog'], de: ['Hund'], 'zh-CN': [] } }]);
  expect(byId.get('dog')?.names).toEqual({ en: ['doggo', 'dog'], de: ['Hund'] });
  expect(named('hound')).toBeUndefined();
  expect(named('HUND')?.id).toBe('dog');
  const renamed = byId.get('dog');
  if (renamed === undefined) throw new Error('no dog');
  expect(nameIn('de-AT', renamed)).toBe('Hund');
  expect(nameIn('zh-CN', renamed)).toBe('doggo');
});

test("a concept of the person's own is shown in their words, and asked with English first", () => {
  const { byId } = overlay(builtIn, [{ id: 'own-1', names: { '': ['Omas Garten'], en: ["grandma's garden"] } }]);
  const own = byId.get('own-1');
  if (own === undefined) throw new Error('no own concept');
  expect(own.isOwn).toBe(true);
  expect(nameIn('fr', own)).toBe('Omas Garten');
  expect(namesToAskWith(own)).toEqual(["grandma's garden", 'Omas Garten']);
});

test('what is merged is found by its names, and its children and exclusions go with it; undone, all is as before', () => {
  const { byId, concepts, named, mergedInto } = overlay(builtIn, [{ id: 'dog', mergedInto: 'animal' }]);
  expect(concepts.map(({ id }) => id)).toEqual(['animal', 'puppy', 'cat']);
  expect(named('hound')?.id).toBe('animal');
  expect(mergedInto.get('dog')).toBe('animal');
  expect(byId.get('puppy')?.parent).toBe('animal');
  expect(byId.get('cat')?.exclusions).toEqual(['animal']);
  const wider = byId.get('animal');
  if (wider === undefined) throw new Error('no animal');
  expect(nameIn('en', wider)).toBe('animal');
  expect(allNamesOf(wider)).toEqual({ en: ['animal', 'dog', 'hound'], 'zh-CN': ['动物', '狗'] });
  expect(overlay(builtIn, [{ id: 'dog' }]).concepts).toEqual(builtIn);
});

test('merges of merges lead to the last one; circles of merges and of parents are passed over', () => {
  const chain = overlay(builtIn, [
    { id: 'puppy', mergedInto: 'dog' },
    { id: 'dog', mergedInto: 'animal' },
  ]);
  expect(chain.mergedInto).toEqual(
    new Map([
      ['puppy', 'animal'],
      ['dog', 'animal'],
    ]),
  );
  const circle = overlay(builtIn, [
    { id: 'puppy', mergedInto: 'dog' },
    { id: 'dog', mergedInto: 'puppy' },
  ]);
  expect(circle.mergedInto.size).toBe(0);
  expect(circle.concepts.length).toBe(4);
  const parents = overlay(builtIn, [{ id: 'animal', parent: 'puppy' }]);
  for (const concept of parents.concepts) expect(ancestorsOf(concept, parents).length).toBeLessThan(4);
});

test('changes to what is not there are passed over, and a name of the own concept wins', () => {
  const { concepts, named } = overlay(builtIn, [
    { id: 'gone', isHidden: true },
    { id: 'own-7', names: { '': ['Cat'] }, parent: 'gone', exclusions: ['gone', 'dog'] },
    { id: 'cat', mergedInto: 'gone' },
  ]);
  expect(concepts.map(({ id }) => id)).toEqual(['animal', 'dog', 'puppy', 'cat', 'own-7']);
  expect(named('cat')?.id).toBe('own-7');
  expect(concepts.at(-1)).toEqual({ id: 'own-7', names: { '': ['Cat'] }, isOwn: true, exclusions: ['dog'] });
});

test('a hidden concept stays; its name is another one’s where another one has it', () => {
  const { byId, named } = overlay(builtIn, [
    { id: 'dog', isHidden: true, suggestAt: 0.9, forgetsBeforeMs: 12 },
    { id: 'puppy', names: { en: ['dog'] } },
  ]);
  expect(byId.get('dog')).toMatchObject({ isHidden: true, suggestAt: 0.9, forgetsBeforeMs: 12 });
  expect(named('dog')?.id).toBe('puppy');
  expect(named('hound')?.id).toBe('dog');
});

test('a name means its concept and all that is narrower, hidden or merged', () => {
  const vocabulary = overlay(builtIn, [
    { id: 'dog', isHidden: true },
    { id: 'cat', mergedInto: 'dog' },
  ]);
  const called = conceptsByName(vocabulary, ['puppy', 'dog', 'own-3']);
  expect(called('Animal')).toEqual(['puppy', 'dog']);
  expect(called('动物')).toEqual(['puppy', 'dog']);
  expect(called('cat')).toEqual(['puppy', 'dog']);
  expect(called('puppy')).toEqual(['puppy']);
  expect(called('own-3')).toEqual([]);
});
