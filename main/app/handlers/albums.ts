import type { albumCalls } from '../../../preload/contract/album-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function albumHandlers(_needs: HandlersNeeds): HandlersOf<typeof albumCalls> {
  return {};
}
