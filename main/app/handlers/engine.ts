import type { engineCalls } from '../../../preload/contract/engine-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function engineHandlers({ library: { engine } }: HandlersNeeds): HandlersOf<typeof engineCalls> {
  return {
    'engine.switchTo': ({ modelId }) => engine.switchTo(modelId),
    'engine.switchState': () => engine.switchState(),
    'engine.pauseSwitch': ({ isPaused }) => engine.pauseSwitch(isPaused),
    'engine.switchNow': () => engine.switchNow(),
    'engine.rollBack': () => engine.rollBack(),
    'engine.dropOld': () => engine.dropOld(),
    'engine.measure': () => engine.measure(),
    'engine.guest': () => engine.guest(),
    'engine.fullSpeed': ({ isOn }) => engine.fullSpeed(isOn),
  };
}
