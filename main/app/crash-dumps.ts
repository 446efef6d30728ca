import { app, crashReporter } from 'electron';
import fs from 'node:fs';
import path from 'node:path';

const mostKept = 10;

/**
 * What a process leaves when it crashes (minidumps of Crashpad: the stack and registers, no photo) stays in this folder; it is
 * sent nowhere. Before `ready`.
 */
export function keepCrashDumps(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
  forgetOldest(folder);
}

function forgetOldest(folder: string): void {
  const dumps = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.dmp'))
    .map((name) => path.join(folder, name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  for (const dump of dumps.slice(mostKept)) fs.rmSync(dump, { force: true });
}
