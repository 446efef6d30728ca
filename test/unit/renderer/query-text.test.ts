import { expect, test } from 'vitest';
import {
  foundAgain, joinedText, operatorText, partedText, photoExample, pictureExample, rewritten,
} from '../../../renderer/logic/query-text.ts'; // prettier-ignore

const spanOf = (text: string, part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

test('photos and pictures are taken out of the text and put before it again', () => {
  const parted = partedText('photo:12@0.1,0.2,0.5,0.25 snow picture:3  -people');
  expect(parted.words).toBe('snow -people');
  expect(parted.examples.map((example) => example.term)).toEqual(['photo:12@0.1,0.2,0.5,0.25', 'picture:3']);
  expect(parted.examples[0]).toMatchObject({ photoId: 12, region: { x: 0.1, y: 0.2, w: 0.5, h: 0.25 } });
  expect(joinedText(parted)).toBe('photo:12@0.1,0.2,0.5,0.25 picture:3 snow -people');
});

test('a text without photos stays letter for letter, blanks among them', () => {
  for (const text of ['', ' two  blanks ', 'photo:', 'photo:x', 'photo:0', '-photo:5', 'myphoto:12', 'photo:12,13'])
    expect(partedText(text)).toEqual({ examples: [], words: text });
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
