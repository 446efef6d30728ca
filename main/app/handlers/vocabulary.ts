import path from 'node:path';
import { dialog, type FileFilter, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { vocabularyCalls } from '../../../preload/contract/vocabulary-calls.ts';
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
    'vocabulary.export': async ({ format }) => {
      const { name, extensions } = kinds[format];
      const options: SaveDialogOptions = {
        title: text().exportVocabulary,
        defaultPath: `${text().vocabularyName}.${format}`,
        filters: [{ name, extensions: [...extensions] }],
      };
      const owner = window();
      const { filePath, canceled } = owner
        ? await dialog.showSaveDialog(owner, options)
        : await dialog.showSaveDialog(options);
      if (canceled || filePath === '') return undefined;
      // Exactly there: that the file may be replaced was asked for this name.
      await vocabulary.files.exportTo(filePath, format);
      return path.basename(filePath);
    },
  };
}
