/** @file Runs in the window's sandboxed preload script: the only door between the page and the main process. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Bridge } from './contract/api.ts';

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  // The page's types know what a file is, this contract does not; whatever else it is has no path.
  open: (file) => ipcRenderer.invoke('open', webUtils.getPathForFile(file as File)),
  on(name, listener) {
    const hear = (_event: IpcRendererEvent, told: string, value: Parameters<typeof listener>[0]) => {
      if (told === name) listener(value);
    };
    ipcRenderer.on('event', hear);
    return () => ipcRenderer.off('event', hear);
  },
};

// Every part of the page that follows an event listens: more than Node's ten are no leak.
ipcRenderer.setMaxListeners(100);
contextBridge.exposeInMainWorld('lumisift', bridge);
