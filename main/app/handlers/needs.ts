import type { BrowserWindow } from 'electron';
import type { Handlers } from '../../../preload/contract/api.ts';
import type { FailureReport } from '../../../preload/contract/failure.ts';
import type { Library } from '../../library/index.ts';
import type { Text } from '../texts.ts';

export interface HandlersNeeds {
  readonly library: Library;
  readonly libraryFolder: string;
  /** What the person should know once. */
  notices(): FailureReport[];
  /** The window that a dialog belongs to. */
  window(): BrowserWindow | undefined;
  text(): Text;
}

/** The handlers of one group of calls. */
export type HandlersOf<Calls> = Pick<Handlers, keyof Handlers & keyof Calls>;
