import { Failure } from '../util/failure.ts';
import type { Model } from './model.ts';
import { starter } from './starter.ts';

/** Every model that the app knows. To add one: a file beside this one, and a line here. */
export const models: readonly Model[] = [starter];

/** @throws Failure 'model-missing' for an id that this version of the app does not know */
export function modelById(id: string): Model {
  const model = models.find((candidate) => candidate.id === id);
  if (!model)
    throw new Failure('model-missing', `This version of the app does not know the model "${id}".`, { details: { id } });
  return model;
}

/** What the model's vectors are filed under in index.db. */
export function vectorKey(model: Pick<Model, 'id' | 'revision'>): string {
  return `${model.id}@${model.revision}`;
}
