import type { engineCalls } from '../../../preload/contract/engine-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function engineHandlers(_needs: HandlersNeeds): HandlersOf<typeof engineCalls> {
  return {};
}
