import { type MessagePortMain, MessageChannelMain, session, WebContentsView } from 'electron';

/** The scheme's page needs a secure context: WebCodecs is not there without one. */
const scheme = 'app';
const page = `${scheme}://films/`;

export interface FilmView {
  /** The other end of what preload/film.ts listens to. */
  readonly port: MessagePortMain;
  close(): void;
}

/**
 * A page without a window that decodes films: sandboxed, with nothing in it but its preload script, in a session of its own
 * where every request but that for the empty page is refused. Whatever a film breaks there, it breaks a process that
 * holds nothing.
 * @param preload path of preload/film.ts as it was built
 * @param onEnd the page is gone, by itself or by `close`
 */
export async function openFilmView(preload: string, onEnd: () => void): Promise<FilmView> {
  const own = session.fromPartition('films');
  if (!own.protocol.isProtocolHandled(scheme)) {
    own.protocol.handle(scheme, () => new Response('<!doctype html>', { headers: emptyPage }));
    own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: url !== page }));
    own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
    own.setPermissionCheckHandler(() => false);
    own.on('will-download', (event) => event.preventDefault());
  }
  const view = new WebContentsView({
    webPreferences: {
      ...{ preload, session: own, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
      ...{ spellcheck: false, webviewTag: false, backgroundThrottling: false },
    },
  });
  // The view itself has none any more once they are destroyed.
  const { webContents: contents } = view;
  const { port1, port2 } = new MessageChannelMain();
  let isOver = false;
  const close = () => {
    if (isOver) return;
    isOver = true;
    views.delete(view);
    port1.close();
    if (!contents.isDestroyed()) contents.close();
    onEnd();
  };
  views.add(view);
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  try {
    await contents.loadURL(page);
  } catch (error) {
    close();
    throw error;
  }
  contents.postMessage('port', undefined, [port2]);
  return { port: port1, close };
}

/** A view that nobody holds would be collected. */
const views = new Set<WebContentsView>();

const emptyPage = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
