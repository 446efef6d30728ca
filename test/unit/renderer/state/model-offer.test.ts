import { expect, test } from 'vitest';
import type { ModelChange } from '../../../../preload/contract/engine.ts';
import type { ModelChoice } from '../../../../preload/contract/model.ts';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import { EngineState } from '../../../../renderer/state/engine.svelte.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { ModelOffer } from '../../../../renderer/state/model-offer.svelte.ts';
import { ModelsState } from '../../../../renderer/state/models.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Search } from '../../../../renderer/state/search.svelte.ts';
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts';
import { Work } from '../../../../renderer/state/work.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const starterAlone: ModelChange = { is: 'none', model: { id: 'starter', name: 'Starter' } };
const filling: ModelChange = {
  is: 'filling',
  from: starterAlone.model,
  to: { id: 'better', name: 'Better' },
  ...{ done: 0, failed: 0, outOfReach: 0, total: 36, isPaused: false },
};

function modelsWith(files: ModelChoice['files'], trouble?: ModelChoice['trouble']): ModelChoice[] {
  const one = {
    name: 'Model',
    licence: 'MIT',
    languages: ['mul'],
    dim: 8,
    sizeBytes: 100,
    goodFor: 'everyday' as const,
  };
  return [
    { ...one, id: 'starter', isRecommended: false, isInUse: true, isBundled: true, files: { is: 'ready' } },
    { ...one, id: 'better', isRecommended: true, isInUse: false, isBundled: false, files, ...(trouble && { trouble }) },
  ];
}

/** The offer with a library behind it that downloads nothing by itself. */
function create() {
  const bridge = createTestBridge({
    'settings.change': (change) => ({ ...defaultSettings, ...change }),
    'models.download': () => modelsWith({ is: 'downloading', doneBytes: 0 }),
    'models.cancel': () => modelsWith({ is: 'absent', partBytes: 40 }),
    'engine.switchTo': () => filling,
  });
  const { api, tell } = bridge;
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const engine = new EngineState(api, notices);
  const settings = new SettingsState(api, notices);
  const models = new ModelsState(api, notices, language, engine);
  const offer = new ModelOffer(models, engine, settings, new Work(api, notices), new Search(api, settings));
  settings.take(defaultSettings);
  tell('engine.switch', starterAlone);
  tell('models', modelsWith({ is: 'absent', partBytes: 0 }));
  offer.follow();
  const switches = () => bridge.asked.filter(([name]) => name === 'engine.switchTo').map(([, input]) => input);
  return { offer, settings, engine, tell, switches };
}

test('a model that was asked for is gone over to as soon as it is there, once', async () => {
  const { offer, settings, engine, tell, switches } = create();
  offer.take();
  tell('models', modelsWith({ is: 'downloading', doneBytes: 40 }));
  offer.follow();
  expect(offer.stage).toEqual({ is: 'downloading', doneBytes: 40 });
  expect(switches()).toEqual([]);

  tell('models', modelsWith({ is: 'ready' }));
  offer.follow();
  await expect.poll(() => engine.change?.is).toBe('filling');
  expect(switches()).toEqual([{ modelId: 'better' }]);
  expect(settings.value.modelOffer).toBe('closed');
  expect(offer.stage).toBeUndefined();

  // Gone back from, it stays so.
  tell('engine.switch', starterAlone);
  offer.follow();
  expect(switches()).toHaveLength(1);
});

test('one that came while the window was closed is gone over to at the next start', async () => {
  const { offer, settings, engine, tell, switches } = create();
  settings.take({ ...defaultSettings, modelOffer: 'taken' });
  tell('models', modelsWith({ is: 'ready' }));
  offer.follow();
  await expect.poll(() => engine.change?.is).toBe('filling');
  expect(switches()).toEqual([{ modelId: 'better' }]);
});

test('one that nobody asked for here is not gone over to: it was downloaded in the settings, or declined', () => {
  const { offer, tell, switches } = create();
  tell('models', modelsWith({ is: 'ready' }));
  offer.follow();
  offer.take();
  offer.decline();
  offer.follow();
  expect(switches()).toEqual([]);
  expect(offer.stage).toBeUndefined();
});

test('a download that ended says why, and no longer once it goes on', async () => {
  const { offer, tell } = create();
  offer.take();
  await expect.poll(() => offer.stage?.is).toBe('downloading');
  const why = { kind: 'hub-page' as const, message: 'A web page came instead of the file.' };
  tell('models', modelsWith({ is: 'absent', partBytes: 40 }, why));
  expect(offer.stage).toEqual({ is: 'stopped', doneBytes: 40, why });
  offer.take();
  await expect.poll(() => offer.stage).toEqual({ is: 'downloading', doneBytes: 0 });
  offer.pause();
  await expect.poll(() => offer.stage).toEqual({ is: 'stopped', doneBytes: 40, why: undefined });
});
