import { z } from 'zod';
import { call } from './call.ts';
import { modelChoice } from './model.ts';

const all = z.array(modelChoice);
const one = z.object({ id: z.string().max(100) });

/** Models: which there are, downloading, bringing one's own. Changing to another one: engine-calls.ts. */
export const modelCalls = {
  'models.list': call(z.undefined(), all),
  /** Begins, or goes on. How it ends is told by the event `models`. The only call that uses the network. */
  'models.download': call(one, all),
  /** What has come is kept, and the next download goes on there. */
  'models.cancel': call(one, all),
  /** Deletes its files. */
  'models.remove': call(one, all),
  /** Asks for a folder with a model of the list, downloaded on another computer. Undefined id: the person chose none. */
  'models.importFolder': call(z.undefined(), z.object({ id: z.string().optional(), models: all })),
  /** Asks for a folder with a model of the person's, tries it and takes it. */
  'models.addOwn': call(z.undefined(), z.object({ id: z.string().optional(), models: all })),
  /** Where models are downloaded from in the hub's place; empty for the hub. */
  'models.setMirror': call(z.object({ address: z.string().max(500) }), z.object({ address: z.string() })),
} as const;
