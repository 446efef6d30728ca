/**
 * @file Runs as the main process of an Electron without a window, started by an embedder that runs in plain Node: what it
 * is told by the embedder it hands to the page, and back. main/embedder/frames/headless.ts starts it.
 */
import { app, protocol } from 'electron';
import { openFilmView } from './film-view.ts';

const [preload = '', userData = ''] = process.argv.slice(-2);
app.setPath('userData', userData);
app.disableHardwareAcceleration();
for (const name of ['disable-background-networking', 'disable-component-update', 'disable-sync', 'no-pings'])
  app.commandLine.appendSwitch(name);
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
process.on('disconnect', () => app.exit(0));
void app
  .whenReady()
  .then(() => openFilmView(preload, () => app.exit(1)))
  .then(({ port }) => {
    port.on('message', ({ data }) => process.send?.(data));
    process.on('message', (message) => port.postMessage(message));
    port.start();
    process.send?.({ is: 'open' });
  })
  .catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
