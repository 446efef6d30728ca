import { z } from 'zod';
import { folderAt } from './folder.ts';
import { listOrder } from './list.ts';

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** `system`, or the code of a language the window has: adding one adds its file there and nothing here. */
  language: z.string().max(35),
  /** Edge of a grid cell in CSS pixels. */
  cellSizePx: z.int().min(80).max(480),
  /** Cells crop to a square, or show the whole photo. */
  cellFit: z.enum(['cover', 'contain']),
  showScores: z.boolean(),
  /** Where an answer ends: -1 shows more, 1 only what is surest. */
  strictness: z.number().min(-1).max(1),
  sort: z.enum(['relevance', 'date']),
  /** How the timeline, folders and albums stand; `date`: newest first, in an album its own order. */
  order: listOrder,
  /** A folder shows the photos of the folders below it, too. */
  showsSubfolders: z.boolean(),
  /** What belongs together is one card in the grid. */
  foldsStacks: z.boolean(),
  /** The smart albums of what may be cleared away: whether they are unfolded, and which the person does not want to see. */
  cleanUp: z.object({ isOpen: z.boolean(), hidden: z.array(z.string().max(40)).max(40) }),
  /** Of copies and series the one in this folder, or below it, is kept. */
  preferredFolder: folderAt.nullable(),
  modelId: z.string(),
  /** `auto` takes the best provider that gives the CPU's answer. */
  provider: z.enum(['auto', 'cpu', 'webgpu', 'coreml', 'dml', 'cuda']),
  isPaused: z.boolean(),
  /** Work goes on only while nobody uses the machine. */
  onlyWhenIdle: z.boolean(),
  /** Work waits while the machine runs on its battery. */
  notOnBattery: z.boolean(),
  /** How much of the machine's cores work may take. */
  coreShare: z.enum(['quarter', 'half', 'all']),
  /** Where models are downloaded from in the hub's place (`models.setMirror` checks it); empty for the hub. */
  modelMirror: z.string().max(500),
  /** Whether to look for newer versions: nobody is asked for one before the person said yes. */
  updates: z.enum(['unasked', 'on', 'off']),
  /** The recommended model is offered, was asked for, or is not spoken of any more. */
  modelOffer: z.enum(['open', 'taken', 'closed']),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  cellSizePx: 180,
  cellFit: 'cover',
  showScores: false,
  strictness: 0,
  sort: 'relevance',
  order: 'date',
  showsSubfolders: true,
  foldsStacks: true,
  cleanUp: { isOpen: false, hidden: [] },
  preferredFolder: null,
  modelId: 'starter',
  provider: 'auto',
  isPaused: false,
  onlyWhenIdle: false,
  notOnBattery: false,
  coreShare: 'all',
  modelMirror: '',
  updates: 'unasked',
  modelOffer: 'open',
};
