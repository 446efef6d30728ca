import type { ModelChange } from '../../preload/contract/engine.ts';

/** Where a change of models stands, in a sentence or two. */
export function describeChange(change: ModelChange): string {
  switch (change.is) {
    case 'none':
      return `${change.model.name} answers.`;
    case 'switching':
      return `${change.from.name} answers until ${change.to.name} is loaded.`;
    case 'kept':
      return `${change.model.name} answers. ${change.formerCount} vectors of ${change.former.name} are kept (${change.formerMegabytes.toFixed(1)} MB): lumisift model back, or lumisift model drop`;
    case 'dropping':
      return `${change.model.name} answers. ${change.left} vectors of the model before are being deleted.`;
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
