import type { GuestState, ModelChange } from '../../preload/contract/engine.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FilingProgress } from '../../preload/contract/filing.ts';
import type { Folder } from '../../preload/contract/folder.ts';
import type { ModelChoice } from '../../preload/contract/model.ts';
import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine, Progress } from '../../preload/contract/work.ts';
import type { WritingProgress } from '../../preload/contract/writing.ts';

/** What the library tells unasked. */
export interface LibraryEvents {
  progress: Progress;
  folders: Folder[];
  settings: Settings;
  'library.changed': { photoCount: number };
  suggestions: SuggestionsState;
  'tags.changed': undefined;
  'albums.changed': undefined;
  engine: Engine;
  'engine.switch': ModelChange;
  models: ModelChoice[];
  'engine.guest': GuestState;
  /** How far reading or writing the person's files is. */
  writing: WritingProgress;
  /** How far moving the person's files is. */
  files: FilingProgress;
  notice: FailureReport;
  'backups.changed': undefined;
  /** The library is damaged: opened anew, it is mended. */
  damaged: FailureReport;
}
