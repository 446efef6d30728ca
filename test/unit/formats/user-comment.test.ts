import { expect, test } from 'vitest';
import { userComment } from '../../../main/formats/metadata/user-comment.ts';

const comment = (code: string, content: Buffer) => {
  const bytes = Buffer.concat([Buffer.from(code.padEnd(8, '\0'), 'latin1'), content]);
  return { is: 'bytes', bytes } as const;
};
const little = (text: string) => Buffer.from(text, 'utf16le');
const big = (text: string) => little(text).swap16();

test.each(['外婆在西湖边', 'Oma & Kuchen', 'Ёлка', 'おばあちゃん', '할머니 🎂', 'x'])('"%s" is read in both orders', (text) => {
  for (const isLittle of [true, false]) {
    const expected = isLittle ? little(text) : big(text);
    expect(userComment(comment('UNICODE', expected), isLittle)).toBe(text);
    expect(userComment(comment('Unicode', Buffer.concat([expected, Buffer.alloc(6)])), isLittle)).toBe(text);
  }
}); // prettier-ignore

test('a comment in the other order than its directory is known by its zeros, its mark, or its scripts', () => {
  expect(userComment(comment('UNICODE', little('Oma')), false)).toBe('Oma');
  expect(userComment(comment('UNICODE', little('\ufeff一一')), false)).toBe('一一');
  expect(userComment(comment('UNICODE', little('外婆在西湖边')), false)).toBe('外婆在西湖边');
  expect(userComment(comment('UNICODE', big('外婆在西湖边')), true)).toBe('外婆在西湖边');
});

test('ASCII that is UTF-8, JIS, and no code at all', () => {
  expect(userComment(comment('ASCII', Buffer.from('Großmutter')), true)).toBe('Großmutter');
  expect(userComment(comment('', Buffer.from('plain')), true)).toBe('plain');
  const escaped = Buffer.from('\x1b$BF|K\\\x1b(B', 'latin1');
  expect(userComment(comment('JIS', escaped), true)).toBe('日本');
  expect(userComment(comment('JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b])), true)).toBe('日本');
  expect(userComment({ is: 'bytes', bytes: Buffer.from('written from the start') }, true)).toBe('written from the start');
}); // prettier-ignore

test('nothing, and nothing but padding, is no comment', () => {
  expect(userComment(undefined, true)).toBeUndefined();
  expect(userComment(comment('UNICODE', Buffer.alloc(0)), true)).toBeUndefined();
  expect(userComment(comment('UNICODE', Buffer.alloc(200)), true)).toBeUndefined();
  expect(userComment(comment('ASCII', Buffer.from('    ')), true)).toBeUndefined();
});
