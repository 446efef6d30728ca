/**
 * @file Runs in the sandboxed preload script of a page that nobody sees and that holds nothing else: WebCodecs, on frames
 * that nobody trusts. It gets bytes through a port, and answers with small pictures; it knows no path and has no network.
 */
import { ipcRenderer } from 'electron';
import type { DecodedFrame, FromFilmPage, ToFilmPage } from './contract/frames.ts';

type Decode = Extract<ToFilmPage, { is: 'decode' }>;

interface Session {
  readonly decoder: VideoDecoder;
  wanted: Set<number>;
  drawn: DecodedFrame[];
  asked: Decode;
  error: string | undefined;
  /** Requests of one film are answered one after the other. */
  last: Promise<void>;
}

/** Frames that a decoder holds at a time: more would only fill memory. */
const mostQueued = 8;
const sessions = new Map<number, Session>();

ipcRenderer.once('port', (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<ToFilmPage>) => take(port, data);
  port.addEventListener('close', () => window.close());
});

function take(port: MessagePort, message: ToFilmPage): void {
  const session = sessions.get(message.film);
  if (message.is === 'close') {
    sessions.delete(message.film);
    if (session !== undefined && session.decoder.state !== 'closed') session.decoder.close();
    return;
  }
  const before = session?.last ?? Promise.resolve();
  const work = before.then(async () => {
    const answer = await decode(message);
    port.postMessage(answer);
  });
  const now = sessions.get(message.film);
  if (now !== undefined) now.last = work;
}

async function decode(request: Decode): Promise<FromFilmPage> {
  const { id, frames, isEnd } = request;
  const refused = (why: 'unsupported' | 'broken', reason: string) => ({ is: 'refused', id, why, reason }) as const;
  try {
    const session = sessions.get(request.film) ?? (await open(request));
    if (session === undefined) return refused('unsupported', `no decoder for ${request.codec}`);
    session.asked = request;
    for (const at of request.wantedUs) session.wanted.add(at);
    for (const { data, atUs, isKey } of frames) {
      if (session.error !== undefined) break;
      session.decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: atUs, data }));
      while (session.decoder.decodeQueueSize > mostQueued && session.decoder.state === 'configured')
        await nextTurn(session.decoder);
    }
    if (isEnd && session.error === undefined) await session.decoder.flush();
    if (isEnd) session.wanted.clear();
    // What was decoded before the decoder gave up counts.
    const drawn = session.drawn;
    session.drawn = [];
    if (session.error === undefined) return { is: 'frames', id, frames: drawn };
    sessions.delete(request.film);
    return drawn.length > 0 ? { is: 'frames', id, frames: drawn } : refused('broken', session.error);
  } catch (error) {
    const session = sessions.get(request.film);
    sessions.delete(request.film);
    if (session !== undefined && session.decoder.state !== 'closed') session.decoder.close();
    return refused('broken', session?.error ?? (error instanceof Error ? error.message : String(error)));
  }
}

function nextTurn(decoder: VideoDecoder): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 200); // an error fires no `dequeue`
    decoder.addEventListener('dequeue', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

async function open(request: Decode): Promise<Session | undefined> {
  const { codec, description, codedWidth, codedHeight } = request;
  const config: VideoDecoderConfig = {
    codec,
    ...(codedWidth > 0 && codedHeight > 0 && { codedWidth, codedHeight }),
    ...(description !== undefined && { description }),
    optimizeForLatency: true,
  };
  const { supported } = await VideoDecoder.isConfigSupported(config);
  if (supported !== true) return undefined;
  const decoder = new VideoDecoder({
    output: (frame) => keep(session, frame),
    error: (error) => (session.error = error.message),
  });
  const session: Session = {
    decoder,
    ...{ wanted: new Set(), drawn: [], asked: request, error: undefined, last: Promise.resolve() },
  };
  decoder.configure(config);
  sessions.set(request.film, session);
  return session;
}

/** Draws a frame that is wanted, small and upright; all are given back at once, for a decoder has few. */
function keep(session: Session, frame: VideoFrame): void {
  try {
    if (session.wanted.delete(frame.timestamp)) session.drawn.push(draw(frame, session.asked));
  } catch (error) {
    session.error = error instanceof Error ? error.message : String(error);
  } finally {
    frame.close();
  }
}

let canvas: OffscreenCanvas | undefined;

function draw(frame: VideoFrame, { width, height, rotation }: Decode): DecodedFrame {
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  const isTurned = rotation % 180 !== 0;
  const [across, down] = isTurned ? [height, width] : [width, height];
  context.setTransform(1, 0, 0, 1, width / 2, height / 2);
  context.rotate((rotation * Math.PI) / 180);
  context.drawImage(frame, -across / 2, -down / 2, across, down);
  context.setTransform(1, 0, 0, 1, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { atUs: frame.timestamp, width, height, rgba: new Uint8Array(data.buffer) };
}
