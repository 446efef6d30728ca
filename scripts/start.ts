import { spawn } from 'node:child_process';
import { buildIfChanged } from './build.ts';
import { electronRuntime } from './electron-runtime.ts';
import { root } from './root.ts';
import { ensureSystemLibraries, needsVirtualScreen } from './system-libraries.ts';

// `npm start -- --library DIR --add DIR` : everything after `--` goes to the app.
try {
  const runtime = await electronRuntime();
  await ensureSystemLibraries(runtime.electron);
  if (await buildIfChanged()) console.log('Built.');
  launch(runtime.electron, runtime.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function launch(electron: string, env: Readonly<Record<string, string>>): void {
  const args = [root, ...process.argv.slice(2)];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log("Running as root: without Chromium's sandbox, which refuses root.");
    args.unshift('--no-sandbox');
  }
  let command = electron;
  if (needsVirtualScreen()) {
    console.log('There is no display: the window opens on a virtual one (xvfb).');
    args.unshift('-a', electron);
    command = 'xvfb-run';
  }
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}
