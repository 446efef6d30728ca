/** @file Runs in the embedder process. */
import type { FromFilmPage } from '../../../preload/contract/frames.ts';
import { Failure } from '../../util/failure.ts';
import type { parentPort } from '../../util/port.ts';
import type { FramePort, OpenFramePort } from './frame-port.ts';
import { openHeadless } from './headless.ts';

/**
 * Where the page is that decodes films: in the app that started this process, which hands over a port to it; elsewhere in an
 * Electron that is started for it.
 */
export function pageOpener(host: ReturnType<typeof parentPort>): OpenFramePort {
  if (!host.isElectron) return openHeadless;
  let waiting: { resolve(port: FramePort): void; reject(error: Failure): void } | undefined;
  host.onMessage((message, [port] = []) => {
    if (typeof message !== 'object' || message === null || !('is' in message)) return;
    if (message.is === 'film-page' && isElectronPort(port)) waiting?.resolve(framePort(port));
    else if (message.is === 'no-film-page')
      waiting?.reject(new Failure('no-film-page', 'The part of Lumisift that reads films does not start.'));
  });
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      host.post({ is: 'film-page-wanted' });
    });
}

function framePort(port: ElectronPort): FramePort {
  port.start();
  return {
    post: (message) => port.postMessage(message),
    // Both ends are of one build: messages are not parsed again.
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data as FromFilmPage)),
    onEnd: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}

/** Electron's MessagePortMain, by what is used of it. */
interface ElectronPort {
  start(): void;
  close(): void;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

function isElectronPort(port: unknown): port is ElectronPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'start' in port && 'on' in port;
}
