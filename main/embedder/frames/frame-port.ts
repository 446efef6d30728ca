import type { FromFilmPage, ToFilmPage } from '../../../preload/contract/frames.ts';

/** The way to a page that decodes films. */
export interface FramePort {
  post(message: ToFilmPage): void;
  onMessage(listener: (message: FromFilmPage) => void): void;
  /** Called once, when the page is gone: a film broke it, or nobody wanted it any more. */
  onEnd(listener: () => void): void;
  close(): void;
}

/** Opens a page. @throws Failure 'unavailable' with the reason where there is none to be had */
export type OpenFramePort = () => Promise<FramePort>;
