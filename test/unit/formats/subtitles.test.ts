import { expect, test } from 'vitest';
import { mostSubtitleBytes, readSubtitles } from '../../../main/formats/subtitles.ts';

const srt =
  '1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Hello</i>, {\\an8}dog\r\nand cat\r\n\r\n2\r\n01:02:03,4 --> 01:02:04,000\r\nBye\r\n';
const read = (text: string | Uint8Array, language = '') =>
  readSubtitles(typeof text === 'string' ? Buffer.from(text) : text, language);

test('SubRip and WebVTT are read, without what only dresses the text', () => {
  expect(read(srt)).toEqual([
    { startMs: 1_500, endMs: 3_000, text: 'Hello, dog\nand cat' },
    { startMs: 3_723_400, endMs: 3_724_000, text: 'Bye' },
  ]);
  const vtt =
    'WEBVTT\n\nNOTE a --> b\n\nSTYLE\n::cue { color: red }\n\nid\n00:02.000 --> 00:03.250 line:0 align:left\n<v Fred>1 &lt; 2 &amp; 3\n';
  expect(read(vtt)).toEqual([{ startMs: 2_000, endMs: 3_250, text: '1 < 2 & 3' }]);
});

test('any encoding is read: Unicode by its bytes, others by the language in the name', () => {
  const of = (text: string) => `1\n00:00:01,000 --> 00:00:02,000\n${text}\n`;
  const said = (bytes: Uint8Array, language = '') => read(bytes, language)[0]?.text;
  expect(said(Buffer.from(`\ufeff${of('Grüße 狗')}`))).toBe('Grüße 狗');
  expect(said(Buffer.from(`\ufeff${of('Grüße 狗')}`, 'utf16le'))).toBe('Grüße 狗');
  expect(said(Buffer.from(`\ufeff${of('Grüße')}`, 'utf16le').swap16())).toBe('Grüße');
  expect(said(Buffer.from(of('Grüße'), 'latin1'))).toBe('Grüße');
  expect(said(Buffer.from(of('\xd1\xee\xe1\xe0\xea\xe0'), 'latin1'), 'ru')).toBe('Собака');
  expect(said(Buffer.from(of('\xb9\xb7'), 'latin1'), 'zh')).toBe('狗');
  expect(said(Buffer.from(of('\xaa\xaf'), 'latin1'), 'zh-TW')).toBe('狗');
});

test('what is made to do harm is text, or nothing', () => {
  const one = (text: string) => read(`00:00:01,000 --> 00:00:02,000\n${text}`)[0]?.text;
  expect(one('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBe('alert(1)');
  expect(one('a\u202eb\0c\u0007')).toBe('abc');
  expect(one('x'.repeat(1_000_000))).toHaveLength(500);
  expect(read('00:00:02,000 --> 00:00:01,000\nback in time\n')).toEqual([]);
  expect(read('99999999:00:00,000 --> 00:00:01,000\nlong\n')).toEqual([]);
  for (const noise of ['', '\0'.repeat(1_000), ' --> '.repeat(100_000), '<'.repeat(1_000_000), ' '.repeat(1_000_000)])
    expect(read(noise)).toEqual([]);
  const before = performance.now();
  expect(read('00:00:01,000 --> 00:00:02,000\nx\n\n'.repeat(100_000))).toHaveLength(20_000);
  read(`00:00:01,000 --> 00:00:02,000\n${'<b{\\a&'.repeat(300_000)}`);
  read(Buffer.alloc(100 * 2 ** 20, '00:00:01,000 --> '));
  expect(performance.now() - before).toBeLessThan(60_000);
  expect(mostSubtitleBytes).toBeLessThan(100 * 2 ** 20);
});
