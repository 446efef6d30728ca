import { expect, test } from 'vitest';
import { textIn } from '../../../main/app/texts.ts';

test.each([
  ['system', 'de-DE', 'File'],
  ['system', 'zh-CN', '文件'],
  ['system', 'zh', '文件'],
  ['zh-CN', 'en-US', '文件'],
  ['en', 'zh-CN', 'File'],
  ['xx', 'en-US', 'File'],
])('%s on a system in %s says %s', (language, locale, file) => {
  expect(textIn(language, locale).menu.file).toBe(file);
});

test('no text is left out or left in English', () => {
  const english = textIn('en', 'en').menu;
  const chinese = textIn('zh-CN', 'en').menu;
  expect(Object.keys(chinese)).toEqual(Object.keys(english));
  for (const text of Object.values(chinese)) expect(text).toMatch(/[\u4e00-\u9fff]/);
});
