import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ancestorsOf, loadVocabulary, nameIn } from '../../../main/tags/vocabulary.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const builtIn = path.join(import.meta.dirname, '../../../resources/vocabularies');

test('the built-in vocabulary holds 400 concepts and more, each named in English and Chinese', async () => {
  const { concepts, byId, named } = await loadVocabulary(builtIn);
  expect(concepts.length).toBeGreaterThanOrEqual(400);
  expect(byId.size).toBe(concepts.length);
  for (const concept of concepts) {
    expect(concept.names.en?.[0], concept.id).toMatch(/^[\p{Script=Latin}\d' -]+$/u);
    expect(concept.names['zh-CN']?.[0], concept.id).toMatch(/\p{Script=Han}/u);
  }
  const retriever = named('Golden  Retriever');
  if (retriever === undefined) throw new Error('no golden retriever');
  expect(ancestorsOf(retriever, { byId }).map(({ id }) => id)).toEqual(['dog', 'animal']);
  expect(named('狗')).toBe(byId.get('dog'));
  expect(nameIn('zh-Hans-CN', retriever)).toBe('金毛犬');
  expect(nameIn('fr', retriever)).toBe('golden retriever');
});

const dog = { id: 'dog', names: { en: ['dog'], 'zh-CN': ['狗'] } };
const cat = { id: 'cat', names: { en: ['cat'], 'zh-CN': ['猫'] } };

test.each([
  [
    'a parent that is not there',
    [{ ...dog, parent: 'animal' }],
    /mine\.json, concept "dog": there is no concept "animal"/,
  ],
  [
    'a circle',
    [
      { ...dog, parent: 'cat' },
      { ...cat, parent: 'dog' },
    ],
    /concept "dog": its parents go round in a circle/,
  ],
  ['an id twice', [dog, { ...cat, id: 'dog' }], /concept "dog": there is another concept with this id/],
  [
    'a name twice',
    [dog, { ...cat, names: { en: ['DOG'], 'zh-CN': ['猫'] } }],
    /"DOG" is a name of the concept "dog" too/,
  ],
  ['a language that lacks', [{ id: 'dog', names: { en: ['dog'] } }], /concept "dog": names\.zh-CN/],
  ['an id that is none', [{ ...dog, id: 'Big Dog' }], /concept "Big Dog": id must be lower case/],
  ['a word that is not known', [{ ...dog, parrent: 'cat' }], /concept "dog": .*parrent/],
  ['an exclusion that is not there', [{ ...dog, exclusions: ['cat'] }], /concept "dog": there is no concept "cat"/],
])('%s is told with its file and concept', async (_, concepts, message) => {
  await expect(loading(JSON.stringify({ name: { en: 'Mine', 'zh-CN': '我的' }, concepts }))).rejects.toMatchObject({
    kind: 'bad-input',
    message: expect.stringMatching(message) as unknown,
  });
});

test('a file that is not JSON, or no vocabulary, is told by its name', async () => {
  await expect(loading('{ "concepts": [')).rejects.toThrow(/mine\.json is not JSON/);
  await expect(loading('{ "concepts": [] }')).rejects.toThrow(/mine\.json is no vocabulary/);
});

async function loading(text: string): Promise<void> {
  using folder = temporaryFolder();
  fs.writeFileSync(path.join(folder.path, 'mine.json'), text);
  await loadVocabulary(folder.path);
}
