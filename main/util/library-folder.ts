import os from 'node:os';
import path from 'node:path';

/** Where the library lies if nobody says otherwise: the window and the command line share it. */
export function defaultLibraryFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = env['LUMISIFT_LIBRARY'];
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  return path.join(appDataFolder(env, platform), 'Lumisift', 'library');
}

function appDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] ?? path.join(os.homedir(), 'AppData', 'Roaming');
  // Empty or not from the root on it counts as not set (XDG Base Directory Specification).
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return path.isAbsolute(config) ? config : path.join(os.homedir(), '.config');
}
