import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { type Answer, events, type EventName, type EventValue, type Handlers } from '../../preload/contract/api.ts';
import { isAppAddress } from './addresses.ts';
import { answerCall, type AnswerOptions } from './answer-call.ts';

/**
 * Lets the window call. Whoever else speaks on the channel (a frame inside it, another page) is refused.
 * @param handlers those that there are now: while the library is not open, they are few
 */
export function serveCalls(
  handlers: () => Partial<Handlers>,
  { onDropped, ...options }: AnswerOptions & { onDropped(path: string): void },
): void {
  ipcMain.handle('call', (event, name: unknown, input: unknown) =>
    isFromOurPage(event) ? answerCall(handlers(), name, input, options) : refused,
  );
  // Its path is from the preload script: the page has files that were dropped on it, and no paths.
  ipcMain.handle('open', (event, path: unknown): Answer<undefined> => {
    if (!isFromOurPage(event) || typeof path !== 'string' || path === '') return refused;
    onDropped(path);
    return { ok: true, value: undefined };
  });
}

const refused: Answer<never> = {
  ok: false,
  error: { kind: 'refused', message: 'only the main window may call, and open what was dropped on it' },
};

function isFromOurPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame === sender.mainFrame && isAppAddress(senderFrame.url);
}

export type Tell = <N extends EventName>(name: N, value: EventValue<N>) => void;

/** @returns tells the window of an event; when there is none, nobody hears */
export function createTell(window: () => BrowserWindow | undefined, checksValues: boolean): Tell {
  return (name, value) => {
    if (checksValues) events[name].parse(value);
    window()?.webContents.send('event', name, value);
  };
}
