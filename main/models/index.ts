import { Failure } from '../util/failure.ts';
import { clipB32, clipB32Laion } from './clip.ts';
import type { Model } from './model.ts';
import { readOwnModel } from './own-model.ts';
import { siglip2Base, siglip2BaseExact, siglip2So400m } from './siglip2.ts';
import { starter } from './starter.ts';

/** Every model that the app knows by itself. To add one: a file beside this one, and a line here. */
export const models: readonly Model[] = [starter, siglip2Base, siglip2BaseExact, siglip2So400m, clipB32, clipB32Laion];

/**
 * @param folder where the model's files are: what a person brought is described there
 * @throws Failure 'model-missing' for an id that this version of the app does not know
 */
export function modelById(id: string, folder?: string): Model {
  const known = models.find((candidate) => candidate.id === id);
  if (known) return known;
  const own = folder === undefined ? undefined : readOwnModel(folder);
  if (own?.id === id) return own;
  throw new Failure('model-missing', `The model "${id}" is not here: choose another one in the settings.`, {
    details: { id },
  });
}

/** What the model's vectors are filed under in index.db. */
export function vectorKey(model: Pick<Model, 'id' | 'revision'>): string {
  return `${model.id}@${model.revision}`;
}
