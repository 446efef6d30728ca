import path from 'node:path';
import { Command } from 'commander';
import { modelById } from '../models/index.ts';
import { openTextTower } from '../models/open-text-tower.ts';
import { dot } from '../util/dot.ts';
import { softmax } from '../util/softmax.ts';
import { openEmbedder } from './open-embedder.ts';
import { type CommonOptions, modelsFolder } from './open.ts';
import { say } from './say-failure.ts';

export function matchCommand(): Command {
  return new Command('match')
    .description('how well sentences fit a picture: cosine, and the share of each among those given')
    .argument('<file>')
    .argument('<sentence...>')
    .action(async (file: string, sentences: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const model = modelById('starter');
      const embedder = openEmbedder(model, options);
      try {
        const vector = await embedder.vectorOf(file);
        await using text = await openTextTower(model, path.join(modelsFolder(), model.id));
        const vectors = await text.embedTexts(sentences);
        const cosines = sentences.map((_, at) => dot(vector, vectors.subarray(at * model.dim, (at + 1) * model.dim)));
        const shares = softmax(cosines.map((cosine) => cosine * model.logitScale));
        const fits = sentences
          .map((sentence, at) => ({ sentence, cosine: cosines[at] ?? 0, share: shares[at] ?? 0 }))
          .sort((a, b) => b.cosine - a.cosine);
        say(options, { ok: true, file, fits }, () =>
          fits
            .map((it) => `${it.cosine.toFixed(3)}  ${(it.share * 100).toFixed(1).padStart(5)} %  ${it.sentence}`)
            .join('\n'),
        );
      } finally {
        await embedder.stop();
      }
    });
}
