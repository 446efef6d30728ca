import { nameKey } from './metadata/sidecar-name.ts';

/**
 * What a file's name says of subtitles of a film: `film.srt`, `film.en.srt`, `film.pt-BR.forced.vtt`.
 * @param stem of the film's name, by `nameKey`
 * @returns their language, '' where none is named; undefined of a file that is none of this film's
 */
export function subtitleLanguage(name: string, stem: string): string | undefined {
  const [, about] = /^(.+)\.(?:srt|vtt)$/i.exec(name) ?? [];
  if (about === undefined) return undefined;
  const key = nameKey(about);
  if (key === stem) return '';
  const language = /\.([a-z]{2,3}(?:[-_][a-z]{2,8})?)(?:\.[a-z]{2,10})?$/i.exec(about)?.[1];
  const isOwn = key.startsWith(`${stem}.`) && !key.slice(stem.length + 1).includes(' ');
  return isOwn ? language?.replace('_', '-') : undefined;
}
