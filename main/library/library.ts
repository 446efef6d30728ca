import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Db } from '../db/open.ts';
import type { SystemTrash } from '../filing/trash.ts';
import type { Fork } from '../util/port.ts';
import type { createBackups } from './backups.ts';
import type { LibraryCopies } from './copies.ts';
import type { Emitter } from './emitter.ts';
import type { Engines } from './engines.ts';
import type { LibraryEvents } from './events.ts';
import type { Exporting } from './exporting.ts';
import type { createFailureCalls } from './failure-calls.ts';
import type { LibraryFiling } from './filing.ts';
import type { FolderCalls } from './folder-calls.ts';
import type { Machine } from './guest.ts';
import type { createKeeping } from './keeping.ts';
import type { createMergingPart } from './merging.ts';
import type { Models } from './models.ts';
import type { OwnWordsPart } from './own-words.ts';
import type { createPhotoCalls } from './photo-calls.ts';
import type { Pictures } from './pictures.ts';
import type { createQuestionCalls } from './question-calls.ts';
import type { createLibraryStacks } from './stacks.ts';
import type { createTagging } from './tagging.ts';
import type { createTurningPart } from './turning.ts';
import type { WorkCalls } from './work-calls.ts';

export interface LibraryDeps {
  readonly db: Db;
  readonly fork: Fork;
  /** What ships with the app: `models/<id>/`, `places/`, `calibration/`. */
  readonly resourcesFolder: string;
  /** Languages of the system, BCP 47, the person's first one first. */
  readonly languages: () => readonly string[];
  /** Environment of the embedder process, besides what every start needs. */
  readonly embedderEnv?: Record<string, string>;
  readonly cores: number;
  /** Tells power and idleness; absent where nobody can, and nothing is waited for. */
  readonly machine?: Machine;
  /** What draws here and its driver, where that is known better than from files. */
  readonly gpu?: Promise<string>;
  /** The system's proxy for an address, as a PAC file answers; the environment's comes first. */
  readonly systemProxy?: (address: string) => Promise<string>;
  /** Scanning and mending wait until the first list was answered, but not longer than this. Absent: they begin at once. */
  readonly quietStartMs?: number;
  /** Absent where nothing can put a file into the system's trash: on Linux it is done without. */
  readonly systemTrash?: SystemTrash;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** A command ends before a timer would look whether a backup is due: it looks at its end. */
  readonly looksForBackupAtEnd?: boolean;
}

/** A library that is open, part by part; each part says what it can do. */
export interface Library extends QuestionCalls {
  readonly on: Emitter<LibraryEvents>['on'];
  /** What was told since it was opened. */
  readonly notices: readonly FailureReport[];
  /** The person has seen them. */
  noticesTold(): void;
  readonly folders: FolderCalls;
  readonly work: WorkCalls;
  readonly failures: ReturnType<typeof createFailureCalls>;
  readonly settings: SettingsCalls;
  readonly engine: Engines['calls'];
  readonly models: Models;
  readonly photos: ReturnType<typeof createPhotoCalls>;
  readonly pictures: Pick<Pictures, 'add'>;
  /** @returns unit vectors of texts, one after the other */
  embedTexts(texts: readonly string[]): Promise<Float32Array>;
  /** The unit vector of a picture file, which need not be in the library. @throws Failure with the reason */
  embedFile(file: string): Promise<Float32Array>;
  readonly tags: Tagging['tags'];
  readonly suggestions: Tagging['suggestions'];
  readonly vocabulary: Tagging['vocabulary'];
  readonly albums: Tagging['albums'];
  readonly ownWords: OwnWordsPart;
  readonly copies: LibraryCopies;
  readonly stacks: ReturnType<typeof createLibraryStacks>;
  readonly merging: ReturnType<typeof createMergingPart>;
  readonly turning: ReturnType<typeof createTurningPart>;
  readonly writing: Tagging['writing'];
  readonly filing: LibraryFiling & ReturnType<typeof createKeeping>;
  readonly exporting: Exporting;
  readonly backups: ReturnType<typeof createBackups>;
  readonly precious: Tagging['precious'];
  /** Ends every process and closes the databases. What was not finished goes on at the next start. */
  stop(): Promise<void>;
}

export interface SettingsCalls {
  get(): Settings;
  change(part: Partial<Settings>): Settings;
}

type QuestionCalls = ReturnType<typeof createQuestionCalls>;
type Tagging = ReturnType<typeof createTagging>;
