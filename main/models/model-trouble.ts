import { existsSync } from 'node:fs';
import { Failure } from '../util/failure.ts';

/** What it means that a file of a model could not be loaded: it is not there, or it is not what it should be. */
export function modelTrouble(name: string, file: string, cause: unknown): Failure {
  const details = { model: name, file };
  if (!existsSync(file))
    return new Failure('model-missing', `The model "${name}" is incomplete: ${file} is missing.`, { details, cause });
  return new Failure('model-damaged', `The model "${name}" is damaged: ${file} cannot be loaded.`, { details, cause });
}
