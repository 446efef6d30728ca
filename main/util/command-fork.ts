import { forkNode } from './fork-node.ts';
import type { Fork } from './port.ts';

let chosen: Fork = forkNode;

/** How the command line starts the library's processes: by itself as Node does, in the installed app as Electron does. */
export const commandFork: Fork = (entry, options) => chosen(entry, options);

export function useFork(fork: Fork): void {
  chosen = fork;
}
