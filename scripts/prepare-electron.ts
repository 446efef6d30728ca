import { chooseRuntime, type ElectronRuntime } from './electron-runtime.ts';
import { missingCompiler, missingLibraries, missingScreen, unlinked } from './system/needs.ts';
import { provide } from './system/provide.ts';
import { checkSandbox, isRootOnLinux } from './system/sandbox.ts';
import { needsVirtualScreen } from './virtual-screen.ts';

export interface PreparedElectron extends ElectronRuntime {
  /** Switches that it needs here, before everything else. */
  readonly switches: readonly string[];
}

/**
 * Everything that has to be there before the app can be launched from the sources. What the system lacks is known, and
 * said, before anything is downloaded or compiled.
 */
export async function prepareElectron(): Promise<PreparedElectron> {
  const chosen = await chooseRuntime();
  const isLinux = process.platform === 'linux';
  if (isLinux)
    await provide(
      [
        ...missingLibraries(),
        ...(needsVirtualScreen() ? missingScreen() : []),
        ...(chosen.needsCompiler ? missingCompiler() : []),
      ],
      'Electron',
    );
  const dist = await chosen.fetch();
  if (isLinux && !isRootOnLinux()) checkSandbox(dist);
  const runtime = await chosen.finish();
  if (isLinux) await provide(unlinked(runtime.electron), 'Electron');
  return { ...runtime, switches: isRootOnLinux() ? ['--no-sandbox'] : [] };
}
