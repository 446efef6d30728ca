import type { reviewCalls } from '../../../preload/contract/review-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function reviewHandlers(_needs: HandlersNeeds): HandlersOf<typeof reviewCalls> {
  return {};
}
