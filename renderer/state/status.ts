import type { Progress } from '../../preload/contract/work.ts';
import type { Language } from './language.svelte.ts';

type Words = Pick<Language, 't' | 'formats'>;

/** What the status area says: what happens, and a few lines of how far it is. */
export function statusLines(progress: Progress, words: Words): { title: string; notes: string[] } {
  return {
    title: titleOf(progress, words),
    notes: notesOf(progress, words).filter((note) => note !== ''),
  };
}

function titleOf({ state, waitsFor }: Progress, { t }: Words): string {
  if (waitsFor === 'power') return t('progress.power');
  if (waitsFor === 'idle') return t('progress.idle-wait');
  return t(`progress.${state}`);
}

function notesOf(progress: Progress, { t, formats }: Words): string[] {
  const { done, total } = progress;
  switch (progress.state) {
    case 'idle':
      return [t('progress.photos', { count: progress.photoCount })];
    case 'scanning':
      return total > 0 ? [t('progress.found', { count: total })] : [];
    case 'paused':
      return total > 0 ? [t('progress.done', { done: formats.count(done), total: formats.count(total) })] : [];
    case 'working':
      return [
        t('progress.done', { done: formats.count(done), total: formats.count(total) }),
        pace(progress, { t, formats }),
      ];
  }
}

function pace({ photosPerSecond, secondsLeft }: Progress, { t, formats }: Words): string {
  const parts: string[] = [];
  if (photosPerSecond !== undefined) parts.push(t('progress.rate', { rate: formats.rate(photosPerSecond) }));
  if (secondsLeft !== undefined) parts.push(t('progress.left', { time: formats.timeLeft(secondsLeft) }));
  return parts.join(' · ');
}
