import fs from 'node:fs/promises';
import path from 'node:path';
import type { Subtitles } from '../../preload/contract/film-calls.ts';
import { nameKey } from '../formats/metadata/sidecar-name.ts';
import { subtitleLanguage } from '../formats/subtitle-name.ts';
import { mostSubtitleBytes, readSubtitles } from '../formats/subtitles.ts';

/** Languages of one film. */
const mostFiles = 24;

/**
 * The subtitles that lie beside a film, by their names: `film.srt`, `film.en.srt`, `film.pt-BR.vtt`. Read whenever the film
 * is opened: they are no part of the library. One that can't be read, or has nothing to say, is left out.
 */
export async function subtitlesBeside(film: string): Promise<Subtitles[]> {
  const folder = path.dirname(film);
  const names = await fs.readdir(folder).catch(() => []); // a film that is gone has none
  const stem = nameKey(path.parse(film).name);
  const own = names.flatMap((name) => {
    const language = subtitleLanguage(name, stem);
    return language === undefined ? [] : [{ name, language }];
  });
  own.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const found: Subtitles[] = [];
  for (const { name, language } of own.slice(0, mostFiles)) {
    const cues = readSubtitles(await head(path.join(folder, name)), language);
    if (cues.length > 0) found.push({ name, language, cues });
  }
  return found;
}

/** The beginning of a file; nothing of what is no file, or may not be read. */
async function head(file: string): Promise<Uint8Array> {
  try {
    // Opening a pipe would never end.
    if (!(await fs.stat(file)).isFile()) return new Uint8Array();
    await using handle = await fs.open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostSubtitleBytes), 0, mostSubtitleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array(); // the film is shown without them
  }
}
