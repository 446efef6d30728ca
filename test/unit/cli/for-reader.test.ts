import { expect, test } from 'vitest';
import { forReader } from '../../../main/cli/say-failure.ts';

const named = 'a\u001b[31m\u009b2J\r\u0007\u202egpj.exe\tb\n草莓 📷';

test('signs of a name that a terminal would obey are shown as question marks, line breaks and tabs stay', () => {
  expect(forReader(named, { isTTY: true })).toBe('a?[31m?2J???gpj.exe\tb\n草莓 📷');
});

test('whoever is piped to gets names as they are', () => {
  expect(forReader(named, {})).toBe(named);
});
