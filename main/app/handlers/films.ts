import { shell } from 'electron';
import type { Handlers } from '../../../preload/contract/api.ts';
import type { filmCalls } from '../../../preload/contract/film-calls.ts';
import { Failure } from '../../util/failure.ts';
import type { HandlersNeeds } from './needs.ts';

export function filmHandlers({ library }: HandlersNeeds): Pick<Handlers, keyof typeof filmCalls> {
  return {
    'films.moments': ({ id }) => library.photos.moments(id),
    'films.subtitles': ({ id }) => library.photos.subtitles(id),
    'films.openOutside': async ({ id }) => {
      const file = library.photos.fileOf(id);
      const { kind } = library.photos.get(id);
      // Only what was seen to be a film by its bytes is handed to the system, and never anything that it would run.
      if (file === undefined || kind !== 'video')
        throw new Failure('not-found', 'This film is no longer in the library.');
      if (file.isOffline)
        throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
          details: { path: file.path },
        });
      const trouble = await shell.openPath(file.path);
      if (trouble !== '')
        throw new Failure('unavailable', `The system has no program that plays this film (${trouble}).`);
      return undefined;
    },
  };
}
