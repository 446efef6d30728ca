import { app, session, type Session, type WebContents } from 'electron';
import { photoScheme } from '../../preload/contract/api.ts';
import { appScheme, isAppAddress } from './addresses.ts';
import type { Log } from './log.ts';

/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), those of its points that are the
 * process's own: the others are the window's (window.ts), the page's policy (app-protocol.ts), the calls' (ipc.ts) and
 * the fuses (electron-builder.yml). test/e2e/security.test.ts tries each from inside the window. Before `ready`.
 */
export function hardenProcess(log: Log): void {
  // As root Chromium cannot sandbox and `npm start` says so with this switch; asked for both, its processes refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  keepChromiumSilent();
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, log));
  // Chromium asks no server for anything, so none may ask anything of the person.
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event) => event.preventDefault());
}

/** After `ready`: the session is there then. */
export function hardenSession(log: Log, of: Session = session.defaultSession): void {
  of.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) => {
    // A film over the whole screen, when the person asks for it.
    const isGranted = permission === 'fullscreen' && isAppAddress(requestingUrl);
    if (!isGranted) log.warn(`permission refused: ${permission}`);
    decide(isGranted);
  });
  of.setPermissionCheckHandler(() => false);
  of.setDevicePermissionHandler(() => false);
  of.setSpellCheckerEnabled(false);
  of.on('will-download', (event) => event.preventDefault());
  // No certificate of any server is right: models are downloaded by Node, with its own store.
  of.setCertificateVerifyProc((_request, decide) => decide(-2));
  of.webRequest.onBeforeRequest((request, decide) => {
    const isOurs = allowedProtocols.has(new URL(request.url).protocol);
    if (!isOurs) log.warn(`request refused: ${request.url.slice(0, 200)}`);
    decide({ cancel: !isOurs });
  });
}

/** `data:` is for pictures in style sheets; the page's policy allows it nothing else. */
const allowedProtocols = new Set([`${appScheme}:`, `${photoScheme}:`, 'devtools:', 'data:']);

function hardenContents(contents: WebContents, log: Log): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (isAppAddress(event.url)) return;
    log.warn(`navigation refused: ${event.url.slice(0, 200)}`);
    event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`new window refused: ${url.slice(0, 200)}`);
    return { action: 'deny' };
  });
}

/**
 * Chromium speaks to servers of its own accord. Nothing of this app is on the network through Chromium at all (models
 * and updates are fetched by Node, when the person asks), so besides switching off what is known, no name resolves.
 */
function keepChromiumSilent(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-default-apps',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
    'metrics-recording-only',
  ])
    app.commandLine.appendSwitch(name);
  app.commandLine.appendSwitch(
    'disable-features',
    'AutofillServerCommunication,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying',
  );
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
}
