import type { updatesCalls } from '../../../preload/contract/updates-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function updatesHandlers({ updates }: Pick<HandlersNeeds, 'updates'>): HandlersOf<typeof updatesCalls> {
  return {
    'updates.state': () => updates.state(),
    'updates.answer': ({ isYes }) => updates.answer(isYes),
    'updates.look': () => updates.look(),
    'updates.install': () => updates.install(),
  };
}
