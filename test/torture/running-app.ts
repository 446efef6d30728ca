import fs from 'node:fs';
import path from 'node:path';
import { coresToUse, resourcesFolder } from '../../main/cli/open.ts';
import { openDatabases } from '../../main/db/open.ts';
import { createLibrary } from '../../main/library/index.ts';
import { commandFork } from '../../main/util/command-fork.ts';
import type { Fork } from '../../main/util/port.ts';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { needsVirtualScreen, startVirtualScreen } from '../../scripts/virtual-screen.ts';
import { openAppPage } from '../bench/shared/app-page.ts';

/** What is given files, with all its processes. */
export interface RunningApp {
  /** Asks it as a person would. @returns what is wrong; undefined: nothing */
  whatIsWrong(): Promise<string | undefined>;
  close(): Promise<void>;
  /** Called when it is closed. @returns which of its processes ended and should not have; undefined: none */
  endedUnexpectedly(): string | undefined;
}

const question = 'a mountain';

/** The built app in a real Electron, with its window on a real or virtual screen. */
export async function openInWindow(home: string, photos: string): Promise<RunningApp> {
  const runtime = await electronRuntime();
  const screen = needsVirtualScreen() ? await startVirtualScreen() : undefined;
  const env = { ...process.env, ...runtime.env, ...(screen && { DISPLAY: screen.display }) };
  const app = await openAppPage(runtime.electron, home, env, ['--add', photos]);
  const log = path.join(home, 'window/logs/lumisift.log');
  return {
    async whatIsWrong() {
      const answer = `lumisift.call('list.open', { text: ${JSON.stringify(question)} })`;
      const found = await app.evaluate(
        `(async () => { const { ok, value, error } = await ${answer}; return ok ? { count: value.count } : { why: error.message } })()`,
      );
      const { count = 0, why = 'the search found nothing' } = found as { count?: number; why?: string }; // asked above
      if (count === 0) return why;
      const cards = await app.evaluate(
        `(async () => { for (let n = 0; n < 200; n++) { if (document.querySelector('[data-testid="photo-cell"] img')) return 'shown'; await new Promise((go) => setTimeout(go, 100)) } return 'nothing' })()`,
      );
      return cards === 'shown' ? undefined : 'the window shows no photo';
    },
    async close() {
      await app[Symbol.asyncDispose]();
      screen?.stop();
    },
    endedUnexpectedly: () => wrongEnd(fs.existsSync(log) ? fs.readFileSync(log, 'utf8').split('\n') : []) ?? app.endedBy(),
  };
} // prettier-ignore

/** The library with its real processes, as the command line has it; the main process is this one. */
export async function openInTerminal(home: string, photos: string): Promise<RunningApp> {
  const lines: string[] = [];
  let isClosing = false;
  const fork: Fork = (entry, options) => {
    const child = commandFork(entry, options);
    child.onExit((code, signal) => {
      if (entry === 'searcher' && !isClosing) lines.push(`searcher: ended (${code ?? signal})`);
    });
    return child;
  };
  const library = createLibrary({
    db: openDatabases({ folder: home }),
    ...{ fork, resourcesFolder: resourcesFolder(), languages: () => ['en'], cores: coresToUse(), now: Date.now },
    log: (line) => void lines.push(line),
  });
  await library.folders.add(photos);
  return {
    async whatIsWrong() {
      const { count } = await library.lists.open({ text: question });
      return count === 0 ? 'the search found nothing' : undefined;
    },
    close() {
      isClosing = true;
      return library.stop();
    },
    endedUnexpectedly: () => wrongEnd(lines),
  };
}

/** As the library logs it. The embedder may end, of the file that it blames for it. */
function wrongEnd(lines: readonly string[]): string | undefined {
  return lines.find((line) =>
    /searcher: ended|searcher: not ready|watching ended|unusable|nobody listened|uncaught|the page is gone/.test(line),
  );
}
