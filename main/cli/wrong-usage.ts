import { Failure } from '../util/failure.ts';

/** What was typed cannot be meant so: the command ends with 2, as where an option is not known. */
export class WrongUsage extends Failure {
  constructor(message: string, cause?: Failure) {
    super('bad-input', message, { ...(cause?.details && { details: cause.details }), cause });
  }
}
