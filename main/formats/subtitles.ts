import type { Cue } from '../../preload/contract/film-calls.ts';

/** Bytes of a file of subtitles: a film of three hours has 200 kB. */
export const mostSubtitleBytes = 2 * 2 ** 20;
/** A film of three hours has 3,000. */
const mostCues = 20_000;
/** Letters shown at a time: more would cover the picture. */
const mostLetters = 500;

const clock = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`;
const times = new RegExp(String.raw`^\s{0,8}${clock}\s{1,8}-->\s{1,8}${clock}`);

/**
 * SubRip (.srt) and WebVTT (.vtt), which differ in little: times in a line, and the text below it until an empty line. What
 * only dresses the text (`<i>`, `{\an8}`, places on the screen) is left out: letters alone come through.
 * @param language as the file's name has it (`ru`, `zh-TW`): of bytes that are no Unicode it tells the encoding
 * @returns in the order of their times; none for what are no subtitles
 */
export function readSubtitles(bytes: Uint8Array, language: string): Cue[] {
  const cues: Cue[] = [];
  const lines = decoded(bytes.subarray(0, mostSubtitleBytes), language).split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length && cues.length < mostCues; at++) {
    const match = times.exec((lines[at] ?? '').slice(0, 100));
    if (match === null) continue;
    const said: string[] = [];
    while (at + 1 < lines.length && (lines[at + 1] ?? '').trim() !== '') said.push(lines[++at] ?? '');
    const text = plain(said.join('\n'));
    const [startMs, endMs] = [msOf(match.slice(1, 5)), msOf(match.slice(5, 9))];
    if (text !== '' && endMs > startMs) cues.push({ startMs, endMs, text });
  }
  return cues.sort((a, b) => a.startMs - b.startMs);
}

function msOf([hours = '0', minutes, seconds, parts = '']: readonly (string | undefined)[]): number {
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000 + Number(parts.padEnd(3, '0'));
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

function plain(text: string): string {
  return text
    .slice(0, 4 * mostLetters)
    .replaceAll(/<\/?[a-z0-9][^<>]{0,200}>|\{\\[^{}]{0,100}\}/gi, '')
    .replaceAll(/&([a-z]{2,4});/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (letter) => (letter === '\n' ? letter : ''))
    .trim()
    .slice(0, mostLetters);
}

/** What programs wrote in a language before there was Unicode (encoding.spec.whatwg.org's names). */
const encodings: Readonly<Record<string, string>> = {
  ru: 'windows-1251', uk: 'windows-1251', be: 'windows-1251', bg: 'windows-1251', sr: 'windows-1251', mk: 'windows-1251',
  pl: 'windows-1250', cs: 'windows-1250', sk: 'windows-1250', hu: 'windows-1250', hr: 'windows-1250', sl: 'windows-1250', ro: 'windows-1250',
  el: 'windows-1253', tr: 'windows-1254', he: 'windows-1255', ar: 'windows-1256', fa: 'windows-1256', lt: 'windows-1257', lv: 'windows-1257', vi: 'windows-1258',
  zh: 'gb18030', 'zh-tw': 'big5', 'zh-hk': 'big5', ja: 'shift_jis', ko: 'euc-kr', th: 'windows-874',
}; // prettier-ignore

function decoded(bytes: Uint8Array, language: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    // Streamed: a sign that the limit cuts in two is no mistake.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    const tag = language.toLowerCase();
    const encoding = encodings[tag] ?? encodings[tag.split('-')[0] ?? ''] ?? 'windows-1252';
    return new TextDecoder(encoding).decode(bytes);
  }
}
