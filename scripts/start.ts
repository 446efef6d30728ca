import { spawn } from 'node:child_process';
import { buildIfChanged } from './build.ts';
import { prepareElectron, type PreparedElectron } from './prepare-electron.ts';
import { root } from './root.ts';
import { sentenceOf } from './trouble.ts';
import { needsVirtualScreen, startVirtualScreen } from './virtual-screen.ts';

// `npm start -- --library DIR --add DIR` : everything after `--` goes to the app.
try {
  const electron = await prepareElectron();
  if (await buildIfChanged()) console.log('Built.');
  await launch(electron);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

async function launch({ electron, switches, env }: PreparedElectron): Promise<void> {
  if (switches.includes('--no-sandbox'))
    console.log("Running as root: without Chromium's sandbox, which refuses root.");
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  if (screen) console.log(`There is no display: the window opens on a virtual one, ${screen.display}.`);
  const child = spawn(electron, [...switches, root, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...env, ...(screen && { DISPLAY: screen.display }) },
  });
  // Ctrl+C reaches the app from the terminal as well; a second one would end it before it has closed its databases.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    screen?.stop();
    process.exitCode = code ?? 1;
  });
}
