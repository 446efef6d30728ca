import type { TestProject } from 'vitest/node';
import { buildIfChanged } from '../../scripts/build.ts';
import { prepareElectron } from '../../scripts/prepare-electron.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../scripts/virtual-screen.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How the app is launched here. */
    electron: { executable: string; dist: string; args: string[]; env: Record<string, string> };
  }
}

/** Everything that `npm start` does before it launches the app. */
export async function setup(project: TestProject): Promise<() => void> {
  const { electron, dist, switches, env } = await prepareElectron();
  await buildIfChanged();
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  project.provide('electron', {
    executable: electron,
    dist,
    args: [...switches],
    env: { ...env, ...(screen && { DISPLAY: screen.display }) },
  });
  return () => screen?.stop();
}
