import { nativeTheme } from 'electron';
import type { Library } from '../library/index.ts';

/** What the system draws (menu, window frame, dialogs) follows the person's theme and language. */
export function followSettings(library: Pick<Library, 'settings' | 'on'>, setMenuAgain: () => void): void {
  let language: string | undefined;
  const follow = (settings: ReturnType<Library['settings']['get']>) => {
    nativeTheme.themeSource = settings.theme;
    if (settings.language !== language) setMenuAgain();
    language = settings.language;
  };
  follow(library.settings.get());
  library.on('settings', follow);
}
