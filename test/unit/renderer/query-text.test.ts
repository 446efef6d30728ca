import { expect, test } from 'vitest';
import {
  foundAgain, isSameMatter, joinedText, operatorText, partedText, photoExample, pictureExample, rewritten, withLike,
} from '../../../renderer/logic/query-text.ts'; // prettier-ignore

const spanOf = (text: string, part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

test('a frame of a film, and a part of one, are examples', () => {
  const parted = partedText('photo:12@83.5s photo:13@0s,0,0,0.5,1 photo:14@7 dog');
  expect(parted.examples).toEqual([
    { is: 'photo', term: 'photo:12@83.5s', photoId: 12, region: undefined, atMs: 83_500 },
    { is: 'photo', term: 'photo:13@0s,0,0,0.5,1', photoId: 13, region: { x: 0, y: 0, w: 0.5, h: 1 }, atMs: 0 },
  ]);
  expect(parted.words).toBe('photo:14@7 dog');
  expect(photoExample(12, undefined, 83_500)).toEqual(parted.examples[0]);
  expect(photoExample(13, { x: 0, y: 0, w: 0.5, h: 1 }, 0)).toEqual(parted.examples[1]);
});

test('photos and pictures are taken out of the text and put before it again', () => {
  const parted = partedText('photo:12@0.1,0.2,0.5,0.25 snow picture:3  -people');
  expect(parted.words).toBe('snow -people');
  expect(parted.examples.map((example) => example.term)).toEqual(['photo:12@0.1,0.2,0.5,0.25', 'picture:3']);
  expect(parted.examples[0]).toMatchObject({ photoId: 12, region: { x: 0.1, y: 0.2, w: 0.5, h: 0.25 } });
  expect(joinedText(parted)).toBe('photo:12@0.1,0.2,0.5,0.25 picture:3 snow -people');
});

test('a text without photos stays letter for letter, blanks among them', () => {
  for (const text of [
    '',
    ' two  blanks ',
    'photo:',
    'photo:x',
    'photo:0',
    '-photo:5',
    'myphoto:12',
    'photo:12,13',
    'like:0',
    'I like:x',
  ])
    expect(partedText(text)).toEqual({ examples: [], likes: [], words: text });
});

test('what was said of photos stands behind the words, and is taken back by saying it again', () => {
  const parted = partedText('like:12 sunset  -like:13 photo:4');
  expect(parted).toMatchObject({
    words: 'sunset',
    likes: [
      { photoId: 12, sign: 'plus' },
      { photoId: 13, sign: 'minus' },
    ],
  });
  expect(joinedText(parted)).toBe('photo:4 sunset like:12 -like:13');
  const liked = withLike([], { photoId: 5, sign: 'plus' });
  expect(withLike(liked, { photoId: 5, sign: 'plus' })).toEqual([]);
  expect(withLike(liked, { photoId: 5, sign: 'minus' })).toEqual([{ photoId: 5, sign: 'minus' }]);
});

test.each([
  ['animals', 'animals on grass', true],
  ['animals on grass', 'anim', true],
  ['a red car', 'an old car', true],
  ['animals', 'a submarine', false],
  ['海边的狗', '狗', true],
  ['海边的狗', '马的照片', true],
  ['海边', '马', false],
  ['animals', '', false],
  ['', '', true],
])('from “%s” to “%s” the matter is the same: %s', (before, now, isSame) => {
  expect(isSameMatter(before, now)).toBe(isSame);
});

test('a region is written with four digits, so that it reads back as it was', () => {
  const example = photoExample(7, { x: 1 / 3, y: 0, w: 0.123456, h: 1 });
  expect(example.term).toBe('photo:7@0.3333,0,0.1235,1');
  expect(partedText(example.term).examples[0]?.term).toBe(example.term);
  expect(partedText(pictureExample(4).term).examples).toEqual([pictureExample(4)]);
});

test('a chip that is cut out takes the small word before it along, and one that is changed does so too', () => {
  const text = 'beach in summer 2019 rated 4+';
  expect(rewritten(text, spanOf(text, 'summer 2019'), '')).toBe('beach rated 4+');
  expect(rewritten(text, spanOf(text, 'rated 4+'), '')).toBe('beach in summer 2019');
  expect(rewritten(text, spanOf(text, 'summer 2019'), 'date:2020')).toBe('beach date:2020 rated 4+');
  const german = 'Strand im Sommer 2019';
  expect(rewritten(german, spanOf(german, 'Sommer 2019'), '')).toBe('Strand');
});

test('no part of a longer word goes with a chip', () => {
  const text = 'captain 2019';
  expect(rewritten(text, spanOf(text, '2019'), '')).toBe('captain');
  expect(rewritten('2019', { start: 0, end: 4 }, '')).toBe('');
  const minus = 'beach -2019';
  expect(rewritten(minus, spanOf(minus, '2019'), '-date:2020')).toBe('beach -date:2020');
});

test('operands of several words are quoted, with their own quotation marks kept', () => {
  expect(operatorText({ key: 'rating', operand: '>=4', sign: 'plus' })).toBe('rating:>=4');
  expect(operatorText({ key: 'camera', operand: 'Canon EOS 5D', sign: 'minus' })).toBe('-camera:"Canon EOS 5D"');
  expect(operatorText({ key: 'tag', operand: 'the "old" house', sign: 'plus' })).toBe('tag:"the \\"old\\" house"');
});

test('a chip of an older text is found by its words, or not at all', () => {
  expect(foundAgain('sunny beach 2019', '2019')).toEqual({ start: 12, end: 16 });
  expect(foundAgain('sunny beach', '2019')).toBeUndefined();
  expect(foundAgain('sunny beach', '')).toBeUndefined();
});
