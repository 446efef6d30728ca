import { type OwnModel, ownModel } from '../models/own-model.ts';
import { Failure } from '../util/failure.ts';
import type { Fork } from '../util/port.ts';
import type { FromEmbedder, ToEmbedder } from './messages.ts';

/** A large model loads its two graphs twice, from a slow disk. */
const longestMs = 300_000;

/**
 * Tries a folder as a model, in a process of its own: a wrong graph can end it.
 * @throws Failure 'model-unfit' with the reason
 */
export function probeModel(options: { fork: Fork; folder: string; id: string; name: string }): Promise<OwnModel> {
  const { fork, folder, id, name } = options;
  const child = fork('embedder', {});
  return new Promise<OwnModel>((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new Failure('model-unfit', `This folder cannot be used as a model: ${why}.`, {
          details: { why, path: folder },
        }),
      );
    const timer = setTimeout(() => fail('trying it took longer than five minutes'), longestMs);
    child.onExit(() => {
      clearTimeout(timer);
      fail('trying it ended the process');
    });
    child.onMessage((message) => {
      const answer = message as FromEmbedder; // both ends are of one build
      if (answer.is === 'probed') resolve(ownModel.parse(answer.model));
      if (answer.is === 'unfit')
        reject(new Failure(answer.error.kind, answer.error.message, { details: answer.error.details ?? {} }));
    });
    child.post({ is: 'probe', folder, id, name } satisfies ToEmbedder);
  }).finally(() => child.kill('SIGKILL'));
}
