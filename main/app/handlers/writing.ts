import type { writingCalls } from '../../../preload/contract/writing-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function writingHandlers(_needs: HandlersNeeds): HandlersOf<typeof writingCalls> {
  return {};
}
