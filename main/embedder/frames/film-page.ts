/** @file Runs in the embedder process. */
import type { EncodedFrame, FromFilmPage, ToFilmPage } from '../../../preload/contract/frames.ts';
import type { Pixels } from '../../formats/format.ts';
import { refusals } from '../../formats/refusals.ts';
import { Failure } from '../../util/failure.ts';
import type { FramePort, OpenFramePort } from './frame-port.ts';

/** What is decoded, and how large it is wanted. */
export interface PageFilm extends Omit<
  Extract<ToFilmPage, { is: 'decode' }>,
  'is' | 'id' | 'frames' | 'wantedUs' | 'isEnd'
> {
  readonly film: number;
}

export interface Picture {
  readonly atUs: number;
  readonly pixels: Pixels;
}

/** The page that decodes films: opened when there is one, closed when there has been none for a while. */
export interface FilmPage {
  /** A number of its own for each decoder of a film. */
  nextFilm(): number;
  /**
   * @returns the wanted frames that are decoded by now; undefined where there is no decoder for its codec
   * @throws Failure 'corrupt' where the film can't be decoded, 'crashed' or 'timed-out' where it ended the page,
   *   'no-film-page' where there is no page to be had
   */
  decode(
    film: PageFilm,
    frames: readonly EncodedFrame[],
    wantedUs: readonly number[],
    isEnd: boolean,
  ): Promise<readonly Picture[] | undefined>;
  close(film: number): void;
}

/** Eight frames of 8K take 2 s; a page that is silent for so long hangs, by the clock on the wall. */
const silenceMs = 90_000;
const idleMs = 20_000;
/** After so many decoders, two of most films, the page is replaced: they leak. */
const mostDecoders = 100;

interface Waiting {
  resolve(answer: FromFilmPage): void;
  reject(error: Failure): void;
}

export function createFilmPage(open: OpenFramePort): FilmPage {
  let port: Promise<FramePort> | undefined;
  let nextFilm = 1;
  let nextId = 1;
  let decodersInPage = 0;
  let idle: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();

  return {
    nextFilm: () => nextFilm++,
    async decode(film, frames, wantedUs, isEnd) {
      const answer = await ask({ is: 'decode', id: nextId++, ...film, frames, wantedUs, isEnd });
      if (answer.is === 'frames')
        return answer.frames.map(({ atUs, width, height, rgba }) => ({
          atUs,
          pixels: withoutAlpha(rgba, width, height),
        }));
      if (answer.why === 'unsupported') return undefined;
      throw refusals.corrupt('film', answer.reason);
    },
    close(film) {
      decodersInPage += 1;
      void port?.then((it) => it.post({ is: 'close', film })).catch(() => undefined);
      if (waiting.size > 0) return;
      if (decodersInPage >= mostDecoders) end();
      else rest();
    },
  };

  async function ask(message: Extract<ToFilmPage, { is: 'decode' }>): Promise<FromFilmPage> {
    clearTimeout(idle);
    port ??= open().then(listen);
    const opening = port;
    opening.catch(() => {
      if (port === opening) port = undefined; // may be tried again
    });
    const opened = await opening;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(message.id);
        reject(new Failure('timed-out', 'Reading the file takes for ever, so it was set aside.'));
        end();
      }, silenceMs);
      const settled = () => clearTimeout(timer);
      waiting.set(message.id, {
        resolve: (answer) => (settled(), resolve(answer)),
        reject: (error) => (settled(), reject(error)),
      });
      opened.post(message);
    });
  }

  function listen(opened: FramePort): FramePort {
    decodersInPage = 0;
    opened.onMessage((answer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    opened.onEnd(() => {
      port = undefined;
      for (const { reject } of waiting.values())
        reject(
          new Failure('crashed', 'The file makes its decoder crash, so it was set aside.', {
            details: { code: 'page' },
          }),
        );
      waiting.clear();
    });
    return opened;
  }

  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(end, idleMs);
    idle.unref();
  }

  function end(): void {
    const closing = port;
    port = undefined;
    void closing?.then((it) => it.close()).catch(() => undefined);
  }
}

function withoutAlpha(rgba: Uint8Array, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from] ?? 0;
    data[to + 1] = rgba[from + 1] ?? 0;
    data[to + 2] = rgba[from + 2] ?? 0;
  }
  return { data, width, height };
}
