import type { ModelChange } from '../../preload/contract/engine.ts';
import { counted } from './counted.ts';

/** Where a change of models stands, in a sentence or two. */
export function describeChange(change: ModelChange): string {
  switch (change.is) {
    case 'none':
      return `${change.model.name} answers.`;
    case 'switching':
      return `${change.from.name} answers until ${change.to.name} is loaded.`;
    case 'kept':
      return `${change.model.name} answers. ${counted(change.formerCount, 'vector')} of ${change.former.name} kept (${change.formerMegabytes.toFixed(1)} MB): lumisift model back, or lumisift model drop`;
    case 'dropping':
      return `${change.model.name} answers. Left to delete of the model before: ${counted(change.left, 'vector')}.`;
    case 'filling':
      return `${change.from.name} answers until ${change.to.name} knows every photo${progressOf(change)}.`;
  }
}

function progressOf({ total, done, failed, outOfReach, isPaused, trouble }: Extract<ModelChange, { is: 'filling' }>) {
  // Right after the beginning nothing is counted yet.
  const counts = [
    ...(total > 0 ? [`${done} of ${total}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(outOfReach > 0 ? [`${outOfReach} on drives that are away`] : []),
    ...(isPaused ? ['paused'] : []),
    ...(trouble !== undefined ? [trouble.message.replace(/\.$/, '')] : []),
  ];
  return counts.length === 0 ? '' : `: ${counts.join(', ')}`;
}
