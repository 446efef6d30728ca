import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { subtitlesBeside } from '../../../main/library/subtitles.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const srt = (text: string) => `1\n00:00:01,000 --> 00:00:02,000\n${text}\n`;

test('subtitles of a film are those with its name, and know their language', async () => {
  using folder = temporaryFolder();
  const write = (name: string, text = srt(name)) => fs.writeFileSync(path.join(folder.path, name), text);
  for (const name of ['Film.srt', 'film.en.SRT', 'film.pt-BR.vtt', 'film.en.forced.srt']) write(name);
  for (const name of ['film 2.srt', 'film 2.en.srt', 'other.srt', 'film.txt', 'film.en.srt.bak', 'film.12.srt'])
    write(name);
  write('film.de.srt', 'no subtitles');
  fs.mkdirSync(path.join(folder.path, 'film.fr.srt'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder.path, 'film.it.srt')]);
  const found = await subtitlesBeside(path.join(folder.path, 'film.mp4'));
  expect(found.map(({ name, language }) => [name, language])).toEqual([
    ['film.en.forced.srt', 'en'],
    ['film.en.SRT', 'en'],
    ['film.pt-BR.vtt', 'pt-BR'],
    ['Film.srt', ''],
  ]);
  expect(found.map(({ name, cues }) => cues[0]?.text === name)).toEqual([true, true, true, true]);
  expect(await subtitlesBeside(path.join(folder.path, 'gone', 'film.mp4'))).toEqual([]);
});

test('of a film with very many, and of one that is very large, a part is read', async () => {
  using folder = temporaryFolder();
  for (let i = 0; i < 100; i++) fs.writeFileSync(path.join(folder.path, `film.a${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}.srt`), srt('x')); // prettier-ignore
  expect(await subtitlesBeside(path.join(folder.path, 'film.mp4'))).toHaveLength(24);
  const large = path.join(folder.path, 'large.srt');
  fs.writeFileSync(large, srt('first'));
  fs.truncateSync(large, 3e9);
  const [subtitles] = await subtitlesBeside(path.join(folder.path, 'large.mkv'));
  expect(subtitles?.cues[0]?.text).toBe('first');
});
