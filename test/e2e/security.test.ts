import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp, type LaunchedApp } from './launch-app.ts';

/** Each forbidden thing is tried from inside the window, as a script that got into the page would. */

const folder = temporaryFolder();
/** Hears whatever gets out. */
const heard: string[] = [];
const server = http.createServer((request, response) => {
  heard.push(request.url ?? '');
  response.setHeader('access-control-allow-origin', '*').end('<h1>outside</h1>');
});
let outside: string;
let launched: LaunchedApp;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await makePhotos(path.join(folder.path, 'photos'), 3);
  launched = await launchApp(path.join(folder.path, 'library'), ['--add', path.join(folder.path, 'photos')]);
  page = launched.page;
  await until('three photos are there', async () => (await call('work.progress')).value?.embeddedCount === 3);
});

afterAll(async () => {
  await launched[Symbol.asyncDispose]();
  server.close();
  folder[Symbol.dispose]();
});

/** A call as the page makes it; names and inputs as wrong as they may be. */
function call(name: unknown, input?: unknown): Promise<any> {
  return page.evaluate(([name, input]) => (window as any).lumisift.call(name, input), [name, input] as const);
}

/** Whether the page can load this into an element of its own. */
function loads(element: 'img' | 'script' | 'iframe' | 'link' | 'video', url: string, of = page): Promise<boolean> {
  return of.evaluate(
    ([element, url]) =>
      new Promise<boolean>((resolve) => {
        const node: any = document.createElement(element);
        const done = (loaded: boolean) => {
          node.remove();
          resolve(loaded);
        };
        node.addEventListener('load', () => {
          // A frame that was refused loads an error page: nothing of it can be read, and its address is not ours.
          done(element !== 'iframe' || node.contentDocument?.body?.textContent?.includes('outside') === true);
        });
        node.addEventListener('loadeddata', () => done(true));
        node.addEventListener('error', () => done(false));
        if (element === 'link') Object.assign(node, { rel: 'stylesheet', href: url });
        else {
          try {
            node.src = url;
          } catch {
            done(false); // trusted types: a script's address may not be a mere string
          }
        }
        document.body.append(node);
      }),
    [element, url] as const,
  );
}

describe('the page is no program', () => {
  test('it has no Node and nothing of Electron but the bridge', async () => {
    const there = await page.evaluate(() => ({
      globals: ['require', 'module', 'process', 'Buffer', 'global', 'electron', '__dirname', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      bridge: Object.keys((window as any).lumisift).sort(),
    }));
    expect(there).toEqual({ globals: [], bridge: ['call', 'on', 'open'] });
  });

  test('the window is sandboxed and isolated', async () => {
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Not in Electron's types, but there for exactly this.
      return (window?.webContents as any).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
  });

  test.each([
    'eval',
    'Function',
    'setTimeout',
    'inline script',
    'inline handler',
    'javascript: address',
    'blob: script',
  ])('text does not become code: %s', async (way) => {
    const outcome = await page.evaluate(
      (way) =>
        new Promise<string>((resolve) => {
          Object.defineProperty(window, 'didRun', { set: () => resolve('ran'), configurable: true });
          const refused = (event: SecurityPolicyViolationEvent) => resolve(`refused: ${event.effectiveDirective}`);
          document.addEventListener('securitypolicyviolation', refused, { once: true });
          const code = 'window.didRun = true';
          const attempts: Record<string, () => void> = {
            eval: () => (0, eval)(code),
            Function: () => new Function(code)(),
            setTimeout: () => setTimeout(code as any, 0),
            'inline script': () => {
              const script = document.createElement('script');
              script.append(code);
              document.head.append(script);
            },
            'inline handler': () => {
              const button = document.createElement('button');
              button.setAttribute('onclick', code);
              document.body.append(button);
              button.click();
            },
            'javascript: address': () => {
              const link = document.createElement('a');
              link.href = `javascript:${code}`;
              document.body.append(link);
              link.click();
            },
            'blob: script': () => {
              const script: any = document.createElement('script');
              script.src = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
              document.head.append(script);
            },
          };
          // From a timer: what the test's own evaluation starts directly may be let through for debugging.
          setTimeout(() => {
            try {
              attempts[way]?.();
            } catch (error) {
              resolve(`refused: ${String(error)}`);
            }
          }, 0);
        }),
      way,
    );
    expect(outcome).toMatch(/^refused: (script-src|require-trusted-types-for|EvalError|TypeError)/);
  });

  test('a webview is nothing', async () => {
    expect(await page.evaluate(() => 'loadURL' in document.createElement('webview'))).toBe(false);
  });
});

describe('nothing leaves', () => {
  test.each(['img', 'script', 'iframe', 'link', 'video'] as const)('%s from a server', async (element) => {
    expect(await loads(element, `${outside}/${element}`)).toBe(false);
    expect(heard).toEqual([]);
  });

  const ways = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'sendBeacon', 'form', 'prefetch'] as const;
  const attempt = (of: Page, way: (typeof ways)[number]) =>
    of.evaluate(
      async ([way, url]) => {
        const once = (target: any) =>
          new Promise<string>((resolve) => {
            for (const name of ['load', 'open', 'message']) target.addEventListener(name, () => resolve('got out'));
            target.addEventListener('error', () => resolve('refused'));
          });
        const tries: Record<typeof way, () => Promise<string>> = {
          fetch: async () => ((await fetch(url)).ok ? 'got out' : 'refused'),
          XMLHttpRequest: () => {
            const request = new XMLHttpRequest();
            request.open('GET', url);
            const answered = once(request);
            request.send();
            return answered;
          },
          WebSocket: () => once(new WebSocket(url.replace('http', 'ws'))),
          EventSource: () => once(new EventSource(url)),
          // These tell the page nothing: whether they were refused is looked up below.
          sendBeacon: () => {
            navigator.sendBeacon(url, 'secret');
            return Promise.resolve('tried');
          },
          form: () => {
            const form = document.createElement('form');
            Object.assign(form, { action: url, method: 'post' });
            document.body.append(form);
            form.submit();
            return Promise.resolve('tried');
          },
          prefetch: () => {
            for (const rel of ['prefetch', 'preconnect', 'dns-prefetch', 'preload']) {
              const link = document.createElement('link');
              Object.assign(link, { rel, href: url, as: 'image' });
              document.head.append(link);
            }
            return Promise.resolve('tried');
          },
        };
        const w = window as any;
        w.violations = [];
        document.addEventListener('securitypolicyviolation', (event) => w.violations.push(event.effectiveDirective));
        try {
          return await tries[way]();
        } catch {
          return 'refused';
        }
      },
      [way, `${outside}/${way}`] as const,
    );

  const isRefused = async (way: string) =>
    launched.log().includes(`refused: ${outside}/${way}`) ||
    (await page.evaluate(() => (window as any).violations.length > 0));
  const refusal = async (way: (typeof ways)[number]) => {
    const said = await attempt(page, way);
    if (said !== 'tried') return said;
    await until(`${way} was refused`, () => isRefused(way));
    return 'refused';
  };

  test.each(ways)('%s', async (way) => {
    expect(await refusal(way)).toBe('refused');
    expect(heard).toEqual([]);
  });

  test('also without the page’s own policy the session lets nothing out', async () => {
    const debug = await launched.app.context().newCDPSession(page);
    await debug.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    for (const way of ways) expect([way, await refusal(way)]).toEqual([way, 'refused']);
    for (const element of ['img', 'script', 'iframe', 'link'] as const)
      expect([element, await loads(element, `${outside}/bypassed/${element}`)]).toEqual([element, false]);
    await debug.send('Page.setBypassCSP', { enabled: false });
    await page.reload();
    expect(heard).toEqual([]);
    expect(launched.log()).toContain(`request refused: ${outside}/fetch`);
  });

  test('no download starts', async () => {
    await launched.app.evaluate(({ session }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { askedToDownload: asked });
      session.defaultSession.on('will-download', (event, item) => {
        asked.push({ url: item.getURL(), isPrevented: event.defaultPrevented });
        if (!event.defaultPrevented) item.cancel();
      });
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      Object.assign(link, { href: 'app://lumisift/index.html', download: 'secret.html' });
      document.body.append(link);
      link.click();
    });
    const asked = () => launched.app.evaluate(() => (globalThis as any).askedToDownload);
    await until('the session was asked', async () => (await asked()).length > 0);
    expect(await asked()).toEqual([{ url: 'app://lumisift/index.html', isPrevented: true }]);
  });
});

describe('the window stays where it is', () => {
  test.each(['http', 'file:///etc/passwd', 'data:text/html,<h1>outside</h1>', 'about:blank', 'photo://full/1'])(
    'it does not go to %s',
    async (where) => {
      const wentTo: string[] = [];
      const note = (frame: Frame) => void (frame === page.mainFrame() && wentTo.push(frame.url()));
      page.on('framenavigated', note);
      const [logged, said] = [launched.log().length, launched.console.length];
      await page.evaluate(
        (where) => void setTimeout(() => (location.href = where), 0),
        where === 'http' ? outside : where,
      );
      // By the app, by Chromium itself, or as the one step that nobody is asked about and that the app takes back.
      const isRefused = () =>
        launched.log().slice(logged).includes('navigation refused') ||
        launched.console.slice(said).some((line) => line.includes('Not allowed to')) ||
        wentTo.at(-1) === 'app://lumisift/index.html';
      await until('it was refused', isRefused);
      page.off('framenavigated', note);
      expect(wentTo.filter((url) => url !== 'about:blank' && url !== 'app://lumisift/index.html')).toEqual([]);
      await page.waitForLoadState('load');
      expect(page.url()).toBe('app://lumisift/index.html');
      expect(heard).toEqual([]);
    },
  );

  test('it opens no other window', async () => {
    const opened = await page.evaluate(
      (url) => ['about:blank', url, 'app://lumisift/index.html'].map((it) => window.open(it) !== null),
      outside,
    );
    await page.evaluate((url) => {
      const link = document.createElement('a');
      Object.assign(link, { href: url, target: '_blank', textContent: 'away' });
      document.body.append(link);
      link.click();
      link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, button: 0 }));
      link.dispatchEvent(new MouseEvent('auxclick', { button: 1 }));
    }, outside);
    // Asked for by the page three times, and by the link.
    const refusals = () => launched.log().split('new window refused').length - 1;
    await until('all of them were refused', () => refusals() >= 4);
    expect(opened).toEqual([false, false, false]);
    expect(launched.app.windows()).toHaveLength(1);
    expect(heard).toEqual([]);
  });
});

test('every permission but that to fill the screen is refused', async () => {
  const answers = await page.evaluate(async () => {
    const said = (promise: Promise<unknown>) =>
      promise.then(
        (value) => String(value),
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    const place = new Promise((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error('refused'))),
    );
    return {
      geolocation: await said(place),
      camera: await said(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await said(navigator.mediaDevices.getDisplayMedia()),
      notifications: await said(Notification.requestPermission()),
      clipboard: await said(navigator.clipboard.readText()),
      midi: await said(navigator.requestMIDIAccess()),
      usb: await said((navigator as any).usb.requestDevice({ filters: [] })),
      asked: await Promise.all(
        ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read'].map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName });
          return `${name} ${state}`;
        }),
      ),
    };
  });
  expect(answers.notifications).toBe('denied');
  expect(answers.geolocation).toBe('Error');
  for (const name of ['camera', 'screen', 'clipboard', 'midi', 'usb'] as const)
    expect([name, answers[name]]).toEqual([name, expect.stringMatching(/Error$/)]);
  for (const line of answers.asked) expect(line).toMatch(/ denied$/);
});

describe('files are named by id only', () => {
  test('a photo the library knows is shown', async () => {
    expect(await loads('img', 'photo://thumbnail/1?v=1')).toBe(true);
    expect(await loads('img', 'photo://full/1?v=1')).toBe(true);
  });

  test.each([
    'photo://thumbnail/999999',
    'photo://full/999999',
    'photo://thumbnail/0',
    'photo://thumbnail/-1',
    'photo://thumbnail/1.5',
    'photo://thumbnail/1e0',
    'photo://thumbnail/0x1',
    'photo://thumbnail/1/../../etc/passwd',
    'photo://thumbnail/%2e%2e%2f1',
    'photo://full//etc/passwd',
    'photo://full/PHOTO',
    'photo://full/1?path=PHOTO',
    'photo://full/9007199254740993',
    'photo://file/1',
    'photo:///PHOTO',
    'file://PHOTO',
    'app://lumisift/../../package.json',
    'app://lumisift/PHOTO',
  ])('%s shows nothing', async (url) => {
    const photo = path.join(folder.path, 'photos/photo-1.jpg');
    expect(await loads('img', url.replace('PHOTO', photo))).toBe(false);
  });

  test('what those addresses answer is a refusal, not a file', async () => {
    const statuses = await launched.app.evaluate(
      ({ net }, urls) => Promise.all(urls.map(async (url) => (await net.fetch(url)).status)),
      [
        'app://lumisift/index.html',
        'app://lumisift/..%2f..%2fpackage.json',
        'app://lumisift/%2e%2e/main/index.js',
        'app://lumisift/..%5c..%5cpackage.json',
        'app://lumisift/%00',
        'app://lumisift/%ff',
        'app://elsewhere/index.html',
        'photo://thumbnail/1?v=1',
        'photo://thumbnail/2%2f..%2f1',
        'photo://full/..%2f..%2fetc%2fpasswd',
        'photo://thumbnail/424242',
      ],
    );
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 200, 400, 400, 404]);
  });
});

describe('calls', () => {
  test.each(['nope', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', null, 7, {}, ['settings.get']])(
    'there is no call %j',
    async (name) => {
      expect(await call(name)).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    },
  );

  test.each([
    ['photos.get', { id: '1' }],
    ['photos.get', { id: -1 }],
    ['photos.get', { id: 1.5 }],
    ['photos.get', undefined],
    ['list.page', { id: 1, offset: 0, limit: 1_000_000 }],
    ['list.page', { id: 1, offset: -1, limit: 10 }],
    ['list.open', { text: 'x'.repeat(20_001) }],
    ['settings.change', { theme: 'neon' }],
    ['failures.retry', { fileIds: Array.from({ length: 10_001 }, () => 1) }],
  ])('%s refuses an input that is not as agreed', async (name, input) => {
    expect(await call(name, input)).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
  });

  test('a photo that is not there is an answer, not a crash', async () => {
    expect(await call('photos.get', { id: 424_242 })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  test('a frame inside the page has no bridge', async () => {
    const has = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'about:blank';
      document.body.append(frame);
      const bridge = 'lumisift' in (frame.contentWindow ?? {});
      frame.remove();
      return bridge;
    });
    expect(has).toBe(false);
  });

  test('another page with the same preload script is refused', async () => {
    const answer = await launched.app.evaluate(async ({ app, BrowserWindow }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/dist/preload/index.cjs`, sandbox: true },
      });
      await window.loadURL('data:text/html,<h1>outside</h1>');
      const answer: unknown = await window.webContents.executeJavaScript("lumisift.call('settings.get', undefined)");
      window.destroy();
      return answer;
    });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'refused' } });
  });
});

test('the page itself asks for nothing that its policy refuses', async () => {
  await using fresh = await launchApp(path.join(folder.path, 'another-library'));
  await fresh.page.getByRole('searchbox').or(fresh.page.getByRole('button')).first().waitFor();
  await fresh.page.evaluate(() => window.lumisift.call('work.progress', undefined));
  expect(fresh.console.filter((line) => /Content Security Policy|Trusted|Refused/i.test(line))).toEqual([]);
});
