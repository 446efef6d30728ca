import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { EventValue } from '../../preload/contract/api.ts';
import type { Text } from './texts.ts';

export interface MenuNeeds {
  readonly text: Text;
  readonly logFolder: string;
  onCommand(command: EventValue<'command'>): void;
}

/** The application menu: on macOS the menu bar, elsewhere hidden until Alt, but its shortcuts always work. */
export function setMenu(needs: MenuNeeds): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(needs)));
}

function menuTemplate({ text, logFolder, onCommand }: MenuNeeds): MenuItemConstructorOptions[] {
  const isMac = process.platform === 'darwin';
  const words = text.menu;
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const command = (label: string, name: EventValue<'command'>, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => onCommand(name),
    ...(accelerator && { accelerator }),
  });
  const settings = command(words.settings, 'settings', 'CommandOrControl+,');

  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: words.about },
      line,
      settings,
      line,
      { role: 'services', label: words.services },
      line,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      line,
      { role: 'quit', label: words.quit },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      command(words.addFolder, 'add-folder', 'CommandOrControl+O'),
      ...(isMac ? [] : [settings]),
      line,
      isMac ? { role: 'close', label: words.close } : { role: 'quit', label: words.quit },
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      line,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
      line,
      command(words.search, 'search', 'CommandOrControl+F'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      command(words.timeline, 'timeline'),
      command(words.failures, 'failures'),
      line,
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { role: 'resetZoom', label: words.actualSize },
      line,
      { role: 'togglefullscreen', label: words.fullScreen },
      // In the installed app a page that can be scripted by hand is a way around every wall of it.
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools', label: words.developerTools } as const]),
    ],
  };
  const window: MenuItemConstructorOptions = {
    label: words.window,
    role: 'windowMenu',
    submenu: [
      { role: 'minimize', label: words.minimize },
      { role: 'close', label: words.close },
    ],
  };
  const help: MenuItemConstructorOptions = {
    label: words.help,
    role: 'help',
    submenu: [
      { label: words.showLogs, click: () => void shell.openPath(logFolder) },
      ...(isMac ? [] : [line, { role: 'about', label: words.about } as const]),
    ],
  };
  return [...(isMac ? [application] : []), file, edit, view, window, help];
}
