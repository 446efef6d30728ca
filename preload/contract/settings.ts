import { z } from 'zod';

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
  modelId: 'starter',
  provider: 'auto',
  isPaused: false,
  onlyWhenIdle: false,
  notOnBattery: false,
  coreShare: 'all',
  modelMirror: '',
};
