import { spawn } from 'node:child_process';

export interface VirtualScreen {
  /** For DISPLAY. */
  readonly display: string;
  stop(): void;
}

/** Without a screen Electron needs a virtual one. */
export function needsVirtualScreen(): boolean {
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

/** Starts Xvfb on a display that is free. */
export function startVirtualScreen(): Promise<VirtualScreen> {
  const args = ['-displayfd', '1', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'];
  // In a process group of its own, for Ctrl+C must end the app first.
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  process.once('exit', () => server.kill());
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    // It writes its number when it takes connections.
    server.stdout.once('data', (number: Buffer) =>
      resolve({ display: `:${number.toString().trim()}`, stop: () => void server.kill() }),
    );
  });
}
