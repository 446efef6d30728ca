import { expect, test } from 'vitest';
import { knownLanguages } from '../../../main/util/known-languages.ts';

test('what a system without a language says is passed over, in whatever way it says it', () => {
  expect(knownLanguages(['c', 'de-AT', 'POSIX', 'en_US.UTF-8', '', 'zh-Hans-CN'])).toEqual(['de-AT', 'zh-Hans-CN']);
});
