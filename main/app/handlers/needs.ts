import type { BrowserWindow } from 'electron';
import type { Handlers } from '../../../preload/contract/api.ts';
import type { FailureReport } from '../../../preload/contract/failure.ts';
import type { Library } from '../../library/index.ts';
import type { OpenedPaths } from '../opened.ts';
import type { Text } from '../texts.ts';
import type { Updates } from '../../updates/updates.ts';

export interface HandlersNeeds {
  readonly library: Library;
  readonly libraryFolder: string;
  /** Where crash dumps are kept. */
  readonly crashFolder: string;
  /** Where the sample photos are that came with the app. */
  readonly samplesFolder: string;
  /** What the person should know once. */
  notices(): FailureReport[];
  /** The window that a dialog belongs to. */
  window(): BrowserWindow | undefined;
  text(): Text;
  /** Closes the library, puts a backup in its place and opens it again. */
  restore(name: string): void;
  readonly updates: Updates;
  /** What the app was opened with. */
  readonly opened: OpenedPaths;
}

/** The handlers of one group of calls. */
export type HandlersOf<Calls> = Pick<Handlers, keyof Handlers & keyof Calls>;
