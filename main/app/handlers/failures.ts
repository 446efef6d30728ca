import type { failureCalls } from '../../../preload/contract/failure-calls.ts';
import { chooseSaveFile } from '../choose-save-file.ts';
import { showInFileManager } from '../show-in-file-manager.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function failureHandlers({
  library: { failures },
  window,
  text,
}: Pick<HandlersNeeds, 'library' | 'window' | 'text'>): HandlersOf<typeof failureCalls> {
  return {
    'failures.list': ({ offset, limit, isIgnored }) => failures.list(offset, limit, isIgnored),
    'failures.retry': ({ fileIds }) => failures.retry(fileIds),
    'failures.ignore': (which) => failures.ignore(which),
    'failures.unignore': ({ fileIds }) => {
      failures.unignore(fileIds);
      return undefined;
    },
    'failures.export': ({ format }) =>
      chooseSaveFile(window(), { title: text().exportFailures, name: text().failuresName, format }, (file) =>
        failures.exportTo(file, format),
      ),
    'failures.showInFileManager': ({ fileId }) => {
      showInFileManager(failures.pathOf(fileId));
      return undefined;
    },
  };
}
