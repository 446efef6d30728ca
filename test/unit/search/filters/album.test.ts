import { expect, test } from 'vitest';
import { album } from '../../../../main/search/filters/album.ts';
import { parse } from '../../../../main/search/parse.ts';
import { emptyVocabulary, type ParseContext, type Vocabulary } from '../../../../main/search/parse/context.ts';
import { suggest } from '../../../../main/search/suggest.ts';

const albums = [
  { id: 1, parentId: undefined, name: 'Trips' },
  { id: 2, parentId: 1, name: 'Lisbon' },
  { id: 3, parentId: undefined, name: 'Lisbon' },
  { id: 4, parentId: undefined, name: 'Oma’s "garden" / 2019' },
  { id: 5, parentId: undefined, name: 'Summer at the lake' },
  { id: 6, parentId: undefined, name: '里斯本' },
  { id: 7, parentId: undefined, name: 'Beach' },
];
const vocabulary: Vocabulary = { ...emptyVocabulary, albums };
const context: ParseContext = { now: new Date('2024-06-01T12:00:00'), languages: ['en'], vocabulary };

/** The albums of each chip. */
const read = (text: string) =>
  parse(text, context).filters.flatMap(({ key, value, sign }) =>
    key === 'album' && typeof value === 'object' && value !== null && 'ids' in value ? [[sign, value.ids]] : [],
  );

test('an album is called by its name, by where it lies, by its number, and in other languages', () => {
  expect(read('album:trips')).toEqual([['plus', [1]]]);
  expect(read('album:Lisbon')).toEqual([['plus', [2, 3]]]);
  expect(read('album:Trips/Lisbon')).toEqual([['plus', [2]]]);
  expect(read('-album:#3')).toEqual([['minus', [3]]]);
  expect(read('相册:里斯本')).toEqual([['plus', [6]]]);
  expect(parse('album:nowhere', context).problems).toMatchObject([{ kind: 'not-in-library', text: 'album:nowhere' }]);
});

test('in a sentence it is an album that is called one, or that has a name of several words', () => {
  expect(read('dogs in album Lisbon')).toEqual([['plus', [2, 3]]]);
  expect(read('the Lisbon album')).toEqual([['plus', [2, 3]]]);
  expect(read('dogs, summer at the lake')).toEqual([['plus', [5]]]);
  expect(read('里斯本相册')).toEqual([['plus', [6]]]);
  // One word is what is meant.
  expect(read('a dog at the beach')).toEqual([]);
  expect(parse('a dog at the beach', context).terms).toMatchObject([{ words: 'a dog at the beach' }]);
  const kept = { ...context, keptAsWords: ['summer at the lake'] };
  expect(parse('summer at the lake', kept).filters).toEqual([]);
});

test('what is offered leads to the very album, whatever letters its name has', () => {
  const control = album.control({ vocabulary });
  if (control.is !== 'choice') throw new Error('no choice of albums');
  expect(control.options.map(({ label }) => label)).toEqual([
    'Trips',
    'Trips/Lisbon',
    'Lisbon',
    'Oma’s "garden" / 2019',
    'Summer at the lake',
    '里斯本',
    'Beach',
  ]);
  control.options.forEach(({ operand }, i) => {
    expect(album.parse(operand, context)?.value).toMatchObject({ ids: [albums[i]?.id] });
  });
  const [offer] = suggest('oma', { ...context, recent: [] });
  expect(offer).toMatchObject({ kind: 'album', label: 'Oma’s "garden" / 2019' });
  expect(read(offer?.text ?? '')).toEqual([['plus', [4]]]);
});

test('photos of several albums of one name are those of any; an album that was not reckoned has none', () => {
  const ids = new Map([
    [2, Int32Array.of(1, 5)],
    [3, Int32Array.of(2, 5)],
  ]);
  const albumIds = (id: number) => ids.get(id) ?? new Int32Array(0);
  expect(album.condition({ name: 'Lisbon', ids: [2, 3] }, { vocabulary, albumIds })).toEqual({
    is: 'ids',
    ids: Int32Array.of(1, 2, 5),
  });
  expect(album.condition({ name: 'x', ids: [9] }, { vocabulary })).toEqual({ is: 'ids', ids: new Int32Array(0) });
});
