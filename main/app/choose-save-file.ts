import path from 'node:path';
import { dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';

const kinds = { json: 'JSON', csv: 'CSV', txt: 'Text' } as const;

/**
 * Asks where something is saved, and saves it exactly there: that the file may be replaced was asked for this name.
 * @returns the name of the file; undefined when the dialog was closed
 */
export async function chooseSaveFile(
  owner: BrowserWindow | undefined,
  { title, name, format }: { title: string; name: string; format: keyof typeof kinds },
  save: (file: string) => Promise<unknown>,
): Promise<string | undefined> {
  const options: SaveDialogOptions = {
    title,
    defaultPath: `${name}.${format}`,
    filters: [{ name: kinds[format], extensions: [format] }],
  };
  const { filePath, canceled } = owner
    ? await dialog.showSaveDialog(owner, options)
    : await dialog.showSaveDialog(options);
  if (canceled || filePath === '') return undefined;
  await save(filePath);
  return path.basename(filePath);
}
