import type { TestProject } from 'vitest/node';
import { buildIfChanged } from '../../scripts/build.ts';
import { electronRuntime, isRootOnLinux } from '../../scripts/electron-runtime.ts';
import { ensureSystemLibraries } from '../../scripts/system-libraries.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../scripts/virtual-screen.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How the app is launched here. */
    electron: { executable: string; args: string[]; env: Record<string, string> };
  }
}

/** Everything that `npm start` does before it launches the app. */
export async function setup(project: TestProject): Promise<() => void> {
  const runtime = await electronRuntime();
  await ensureSystemLibraries(runtime.electron);
  await buildIfChanged();
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  project.provide('electron', {
    executable: runtime.electron,
    args: isRootOnLinux() ? ['--no-sandbox'] : [],
    env: { ...runtime.env, ...(screen && { DISPLAY: screen.display }) },
  });
  return () => screen?.stop();
}
