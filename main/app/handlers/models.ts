import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { modelCalls } from '../../../preload/contract/model-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function modelHandlers({
  library: { models },
  window,
  text,
}: Pick<HandlersNeeds, 'library' | 'window' | 'text'>): HandlersOf<typeof modelCalls> {
  const taken = async (title: string, take: (folder: string) => Promise<{ id: string; models: Models }>) => {
    const folder = await chooseFolder(window(), { title, buttonLabel: text().takeModel });
    return folder === undefined ? { models: await models.list() } : take(folder);
  };
  return {
    'models.list': () => models.list(),
    'models.download': ({ id }) => models.download(id),
    'models.cancel': ({ id }) => models.cancel(id),
    'models.remove': ({ id }) => models.remove(id),
    'models.importFolder': () => taken(text().chooseDownloadedModel, models.importFolder),
    'models.addOwn': () => taken(text().chooseOwnModel, models.addOwn),
    'models.setMirror': ({ address }) => models.setMirror(address),
  };
}

type Models = Awaited<ReturnType<HandlersNeeds['library']['models']['list']>>;

async function chooseFolder(
  window: BrowserWindow | undefined,
  labels: Pick<OpenDialogOptions, 'title' | 'buttonLabel'>,
): Promise<string | undefined> {
  const options: OpenDialogOptions = { ...labels, properties: ['openDirectory'] };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths[0];
}
