import { dialog, type FileFilter, type OpenDialogOptions } from 'electron';
import type { vocabularyCalls } from '../../../preload/contract/vocabulary-calls.ts';
import { chooseSaveFile } from '../choose-save-file.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

const kinds = { json: { name: 'JSON', extensions: ['json'] }, csv: { name: 'CSV', extensions: ['csv'] } } as const;

export function vocabularyHandlers({
  library: { vocabulary },
  window,
  text,
}: Pick<HandlersNeeds, 'library' | 'window' | 'text'>): HandlersOf<typeof vocabularyCalls> {
  return {
    'vocabulary.list': () => vocabulary.list(),
    'vocabulary.askable': () => vocabulary.askable(),
    'vocabulary.get': ({ id }) => vocabulary.get(id),
    'vocabulary.add': (given) => vocabulary.add(given),
    'vocabulary.change': async ({ id, edit }) => {
      await vocabulary.change(id, edit);
      return undefined;
    },
    'vocabulary.merge': ({ id, into }) => vocabulary.merge(id, into),
    'vocabulary.unmerge': ({ id }) => vocabulary.unmerge(id),
    'vocabulary.remove': async ({ id, answers }) => {
      await vocabulary.remove(id, answers);
      return undefined;
    },
    'vocabulary.reset': async ({ id }) => {
      await vocabulary.reset(id);
      return undefined;
    },
    'vocabulary.chooseImport': async () => {
      const both: FileFilter = { name: 'JSON, CSV', extensions: ['json', 'csv'] };
      const options: OpenDialogOptions = {
        title: text().importVocabulary,
        properties: ['openFile'],
        filters: [both, { ...kinds.json, extensions: ['json'] }, { ...kinds.csv, extensions: ['csv'] }],
      };
      const owner = window();
      const { filePaths } = owner ? await dialog.showOpenDialog(owner, options) : await dialog.showOpenDialog(options);
      const [file] = filePaths;
      return file === undefined ? { is: 'cancelled' } : vocabulary.files.preview(file);
    },
    'vocabulary.applyImport': ({ importId }) => vocabulary.files.apply(importId),
    'vocabulary.export': ({ format }) =>
      chooseSaveFile(window(), { title: text().exportVocabulary, name: text().vocabularyName, format }, (file) =>
        vocabulary.files.exportTo(file, format),
      ),
  };
}
