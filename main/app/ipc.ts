import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { events, type EventName, type EventValue, type Handlers } from '../../preload/contract/api.ts';
import { isAppAddress } from './addresses.ts';
import { answerCall, type AnswerOptions } from './answer-call.ts';

/** Lets the window call. Whoever else speaks on the channel (a frame inside it, another page) is refused. */
export function serveCalls(handlers: Handlers, options: AnswerOptions): void {
  ipcMain.handle('call', (event, name: unknown, input: unknown) =>
    isFromOurPage(event)
      ? answerCall(handlers, name, input, options)
      : { ok: false, error: { kind: 'refused', message: 'only the main window may call' } },
  );
}

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
