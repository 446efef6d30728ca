import { BrowserWindow, type Session, session } from 'electron';
import { photoScheme } from '../../preload/contract/api.ts';
import type { Region } from '../../preload/contract/region.ts';
import { Failure } from '../util/failure.ts';
import { appScheme } from './addresses.ts';

const host = 'print';
const page = `${appScheme}://${host}/`;
const style = `${page}print.css`;

/**
 * Opens the system's dialog for printing these photos, each on a page of its own. The page has no script, no preload and no
 * window that is seen, in a session where it gets its own two files and these photos' pictures, and nothing else.
 * @param answerPicture of `photo://full/<id>`
 * @returns when it was printed, or the person said no
 * @throws Failure 'unavailable' where the system can't print
 */
export async function printPhotos(
  photos: readonly { readonly id: number; readonly crop?: Region | undefined }[],
  answerPicture: (request: Request) => Promise<Response>,
): Promise<void> {
  const own = idle.pop() ?? openSession();
  const pictures = new Set(photos.map(({ id }) => addressOf(id)));
  own.protocol.handle(appScheme, ({ url }) =>
    url === style
      ? fileOf('text/css', css + photos.map(cropOf).join(''))
      : url === page
        ? fileOf('text/html', html(pictures))
        : refused(),
  );
  own.protocol.handle(photoScheme, (request) => (pictures.has(request.url) ? answerPicture(request) : refused()));
  own.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: url !== page && url !== style && !pictures.has(url) }),
  );
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      ...{ session: own, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
      ...{ javascript: false, spellcheck: false, webviewTag: false },
    },
  });
  try {
    await window.loadURL(page);
    await new Promise<void>((resolve, reject) => {
      window.webContents.print({ silent: false, printBackground: false }, (isDone, why) => {
        if (isDone || /cancel/i.test(why)) resolve();
        else reject(new Failure('unavailable', `The system did not print (${why}).`, { details: { why } }));
      });
    });
  } finally {
    window.destroy();
    own.protocol.unhandle(appScheme);
    own.protocol.unhandle(photoScheme);
    own.webRequest.onBeforeRequest((_request, decide) => decide({ cancel: true }));
    await own.clearCache();
    idle.push(own);
  }
}

/** Electron ends no session before the app: one that is done is the next one's. What prints at the same time has another. */
const idle: Session[] = [];
let made = 0;

function openSession(): Session {
  const own = session.fromPartition(`print-${++made}`);
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  own.setPermissionCheckHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
  return own;
}

function html(pictures: ReadonlySet<string>): string {
  const figures = [...pictures].map((address) => `<figure><img src="${address}" alt=""></figure>`).join('');
  return `<!doctype html><meta charset="utf-8"><title>Lumisift</title><link rel="stylesheet" href="${style}">${figures}`;
}

function addressOf(id: number): string {
  return `${photoScheme}://full/${id}`;
}

function cropOf({ id, crop }: { readonly id: number; readonly crop?: Region | undefined }): string {
  if (crop === undefined) return '';
  const sides = [crop.y, 1 - crop.x - crop.w, 1 - crop.y - crop.h, crop.x];
  const inset = sides.map((side) => `${(Math.max(0, side) * 100).toFixed(3)}%`).join(' ');
  return `img[src="${addressOf(id)}"] { object-view-box: inset(${inset}); }\n`;
}

const css = `
@page { margin: 10mm; }
html, body { margin: 0; height: 100%; }
figure { display: flex; align-items: center; justify-content: center; margin: 0; height: 100vh; break-after: page; }
figure:last-child { break-after: auto; }
img { max-width: 100%; max-height: 100%; object-fit: contain; }
`;

const policy = `default-src 'none'; img-src ${photoScheme}:; style-src ${page}; base-uri 'none'; form-action 'none'`;

function fileOf(type: string, text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      // The next one that is printed in this session has another.
      'cache-control': 'no-store',
    },
  });
}

function refused(): Response {
  return new Response(null, { status: 404 });
}
