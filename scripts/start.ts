import { spawn } from 'node:child_process';
import { buildIfChanged } from './build.ts';
import { electronRuntime, isRootOnLinux } from './electron-runtime.ts';
import { root } from './root.ts';
import { ensureSystemLibraries } from './system-libraries.ts';
import { needsVirtualScreen, startVirtualScreen } from './virtual-screen.ts';

// `npm start -- --library DIR --add DIR` : everything after `--` goes to the app.
try {
  const runtime = await electronRuntime();
  await ensureSystemLibraries(runtime.electron);
  if (await buildIfChanged()) console.log('Built.');
  await launch(runtime.electron, runtime.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function launch(electron: string, env: Readonly<Record<string, string>>): Promise<void> {
  const args = [root, ...process.argv.slice(2)];
  if (isRootOnLinux()) {
    console.log("Running as root: without Chromium's sandbox, which refuses root.");
    args.unshift('--no-sandbox');
  }
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  if (screen) console.log(`There is no display: the window opens on a virtual one, ${screen.display}.`);
  const child = spawn(electron, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env, ...(screen && { DISPLAY: screen.display }) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    screen?.stop();
    process.exitCode = code ?? 1;
  });
}
