import { app } from 'electron';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useFork } from '../util/command-fork.ts';
import { sharpEnvironment } from '../util/load-sharp.ts';
import { forkUtility } from './fork-utility.ts';
import { registerSchemes } from './schemes.ts';

/**
 * The command line inside the installed app: the executable runs no other scripts (fuses), so it runs here, without a
 * window. Its processes are utility processes, as the window's are.
 * @param commandLine main/cli.ts, which reads `process.argv`
 */
export async function runCommand(args: readonly string[], commandLine: () => Promise<unknown>): Promise<void> {
  // Chromium keeps its own things somewhere; beside those of a window that is open they would be in its way.
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-command-'));
  app.setPath('userData', scratch);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  registerSchemes();
  await app.whenReady();
  const isVerbose = process.env['LUMISIFT_VERBOSE'] === '1' || args.includes('--verbose');
  useFork((entry, { env }) =>
    forkUtility(entry, { env: { ...sharpEnvironment(), ...env } }, isVerbose ? 'inherit' : 'ignore'),
  );
  // As commander reads them in a packaged app.
  process.argv = [process.execPath, ...args];
  try {
    await commandLine();
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
    app.exit(Number(process.exitCode ?? 0));
  }
}
