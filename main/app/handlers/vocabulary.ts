import type { vocabularyCalls } from '../../../preload/contract/vocabulary-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function vocabularyHandlers(_needs: HandlersNeeds): HandlersOf<typeof vocabularyCalls> {
  return {};
}
