import type { albumCalls } from '../../../preload/contract/album-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function albumHandlers({ library: { albums } }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof albumCalls> {
  return {
    'albums.list': () => albums.list(),
    'albums.create': (given) => albums.create(given),
    'albums.change': ({ id, ...edit }) => albums.change(id, edit),
    'albums.foresee': (given) => albums.foresee(given),
    'albums.move': ({ id, parentId, beforeId }) => {
      albums.move(id, parentId, beforeId);
      return undefined;
    },
    'albums.delete': ({ id }) => {
      albums.delete(id);
      return undefined;
    },
    'albums.restore': ({ id }) => {
      albums.restore(id);
      return undefined;
    },
    'albums.addPhotos': ({ id, photoIds }) => albums.addPhotos(id, photoIds),
    'albums.removePhotos': ({ id, photoIds }) => albums.removePhotos(id, photoIds),
    'albums.putBack': ({ id, photos }) => {
      albums.putBack(id, photos);
      return undefined;
    },
    'albums.movePhotos': ({ id, photoIds, beforePhotoId }) => albums.movePhotos(id, photoIds, beforePhotoId),
    'albums.placePhotos': ({ id, photos }) => {
      albums.placePhotos(id, photos);
      return undefined;
    },
    'albums.giveExamples': ({ id, photoIds, as }) => {
      albums.giveExamples(id, photoIds, as);
      return undefined;
    },
    'albums.examples': ({ id }) => albums.examples(id),
  };
}
