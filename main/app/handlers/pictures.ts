import type { pictureCalls } from '../../../preload/contract/picture-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function pictureHandlers({
  library: { photos },
}: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof pictureCalls> {
  return {
    'photos.tones': ({ id }) => photos.tones(id),
    'photos.isAnimated': ({ id }) => photos.isAnimated(id),
    'photos.fileSheet': ({ id }) => photos.fileSheet(id),
  };
}
