import type { clipboardCalls } from '../../../preload/contract/clipboard-calls.ts';
import { Failure } from '../../util/failure.ts';
import { clipboardFiles } from '../file-clipboard.ts';
import { answerPhoto } from '../photo-protocol.ts';
import { printPhotos } from '../print-photos.ts';
import { systemClipboard } from '../system-clipboard.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

/** As large as a screen shows; what is larger is copied as a file. */
const longEdge = 4_096;

export function clipboardHandlers({
  library: { photos },
}: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof clipboardCalls> {
  return {
    'clipboard.copyText': async ({ text }) => {
      await systemClipboard.text(text);
      return undefined;
    },
    'clipboard.copyPicture': async ({ id }) => {
      await systemClipboard.picture(await photos.asPng(id, longEdge));
      return undefined;
    },
    'clipboard.copyFiles': async ({ photoIds }) => {
      const files = photoIds.flatMap((id) => {
        const file = photos.fileOf(id);
        return file === undefined || file.isOffline ? [] : [file.path];
      });
      if (files.length === 0) throw new Failure('offline', 'The drive or folder with these photos is not there now.');
      await systemClipboard.files(clipboardFiles(files, process.platform));
      return files.length;
    },
    'files.print': async ({ photoIds }) => {
      const pictures = photoIds.map((id) => photos.get(id)).filter(({ kind }) => kind === 'image');
      if (pictures.length === 0) throw new Failure('unsupported', 'Films are not printed.');
      await printPhotos(pictures, (request) => answerPhoto(request, photos));
      return undefined;
    },
  };
}
