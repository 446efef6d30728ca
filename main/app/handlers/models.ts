import type { modelCalls } from '../../../preload/contract/model-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function modelHandlers(_needs: HandlersNeeds): HandlersOf<typeof modelCalls> {
  return {};
}
