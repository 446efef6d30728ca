/** One end of a channel between two processes. Messages are structured clones, in order; typed arrays are copied. */
export interface Port {
  /** A message to a process that has ended goes nowhere; that it ended is told by `onExit`. */
  post(message: object): void;
  /** @param listener also gets what Electron hands over with a message: ports to other processes */
  onMessage(listener: (message: unknown, ports?: readonly unknown[]) => void): void;
  close(): void;
}

/** The parent's end, with the child's life. */
export interface ChildPort extends Port {
  readonly pid: number | undefined;
  /** What it has computed since it began, on all its threads; undefined where nobody can tell. */
  cpuMs?(): number | undefined;
  /** Called once, also when the process could not be started at all (then both are null). */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  kill(signal?: 'SIGTERM' | 'SIGKILL'): void;
}

export type ProcessName = 'embedder' | 'searcher';

/** Starts one of the app's processes: a utilityProcess in Electron, a `child_process.fork` without it. */
export type Fork = (entry: ProcessName, options: { env?: Record<string, string> }) => ChildPort;

/**
 * The child's end, in Electron (`process.parentPort`) as in plain Node (`process.send`).
 * A plain Node child ends with its parent; Electron sees to that by itself.
 */
export function parentPort(): Port & { readonly isElectron: boolean } {
  const electronPort: unknown = 'parentPort' in process ? process.parentPort : undefined;
  if (isElectronPort(electronPort)) {
    return {
      post: (message) => electronPort.postMessage(message),
      onMessage: (listener) => {
        electronPort.on('message', (event) => listener(event.data, event.ports));
      },
      isElectron: true,
      close: () => process.exit(0),
    };
  }
  const send = process.send?.bind(process);
  if (!send) throw new Error('this file runs in a process of its own, started by its host');
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => {
      if (process.connected) send(message);
    },
    onMessage: (listener) => {
      process.on('message', (message) => listener(message));
    },
    isElectron: false,
    close: () => process.disconnect(),
  };
}

interface ElectronPort {
  postMessage(message: object): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown;
}

function isElectronPort(port: unknown): port is ElectronPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;
}
