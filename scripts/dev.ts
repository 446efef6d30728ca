import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.ts';
import { prepareElectron } from './prepare-electron.ts';
import { root } from './root.ts';

// `npm run dev -- --library DIR`: builds again what changes, and starts the app anew when main or preload did. What
// changed in the page is there after Ctrl+R.
const { electron, switches, env } = await prepareElectron();
await buildAll();
let app = launch();
await buildAll({ watch: true });
let timer: NodeJS.Timeout | undefined;
for (const folder of ['dist/main', 'dist/preload'])
  fs.watch(path.join(root, folder), () => {
    clearTimeout(timer);
    timer = setTimeout(restart, 300);
  });

function restart(): void {
  app.removeAllListeners('exit');
  app.once('exit', () => (app = launch()));
  app.kill();
}

function launch(): ChildProcess {
  const args = [...switches, root, ...process.argv.slice(2)];
  const child = spawn(electron, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  child.once('exit', (code) => process.exit(code ?? 1));
  return child;
}
