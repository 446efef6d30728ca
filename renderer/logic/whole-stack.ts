import type { PhotoCard, PhotoId } from '../../preload/contract/photo.ts';

/** What is meant by a card: its photo, and all that is folded away under it. */
export function wholeOf(card: Pick<PhotoCard, 'id' | 'stack'>): readonly PhotoId[] {
  return card.stack === undefined ? [card.id] : [card.id, ...card.stack.partIds];
}
