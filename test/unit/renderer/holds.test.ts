import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { holdsInWords } from '../../../renderer/logic/holds.ts';
import { createSpeaker, type Catalogue } from '../../../renderer/logic/messages.ts';

const read = (code: string) =>
  // Its shape is looked at by i18n.test.ts.
  JSON.parse(readFileSync(path.join(import.meta.dirname, `../../../renderer/i18n/${code}.json`), 'utf8')) as Catalogue;

test('one of a thing is one, and none is not named, in each language', () => {
  const holds = {
    photos: 1,
    answers: 2,
    ratings: 0,
    captions: 1,
    favourites: 3,
    hidden: 1,
    stacks: 2,
    albums: 1,
    searches: 1,
  };
  const languageOf = (code: string) => {
    const { say } = createSpeaker(code);
    const catalogue = read(code);
    return { t: (key: string, values: { count?: number } = {}) => say(catalogue[key] ?? key, values) };
  };
  const inWords = (code: string) => holdsInWords(holds, languageOf(code));
  expect(inWords('en')).toBe(
    '1 photo, 2 answers, 1 caption, 3 favourites, 1 hidden photo, 2 photos stacked by hand, 1 album, 1 saved search',
  );
  expect(inWords('zh-CN')).toBe(
    '1 张照片、2 个回答、1 条说明、3 张收藏、1 张隐藏照片、2 张手动堆叠的照片、1 个相册、1 个已存搜索',
  );
  const { photos: _, ...imported } = holds;
  expect(holdsInWords({ ...imported, concepts: 2 }, languageOf('en'))).toMatch(
    /^2 answers, .*, 2 changes of the vocab/,
  );
  const none = {
    photos: 0,
    answers: 0,
    ratings: 0,
    captions: 0,
    favourites: 0,
    hidden: 0,
    stacks: 0,
    albums: 0,
    searches: 0,
  };
  expect(holdsInWords(none, languageOf('en'))).toBe('');
});
