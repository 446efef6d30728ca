import type { FolderState } from '../../preload/contract/folder.ts';
import type { Language } from './language.svelte.ts';

/** How a folder is: watched, being looked through, not connected, or only looked at now and then. */
export function folderSentence(state: FolderState, { t, formats }: Pick<Language, 't' | 'formats'>): string {
  switch (state.is) {
    case 'watched':
      return t('settings.folder.watched');
    case 'scanning':
      return t('settings.folder.scanning', { count: state.filesSeen });
    case 'offline':
      return t('settings.folder.offline', { when: formats.moment(state.sinceMs) });
    case 'scanned':
      return t('settings.folder.scanned', { every: formats.timeLeft(state.everyMs / 1000) });
  }
}
