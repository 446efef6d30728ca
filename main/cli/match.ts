import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { judgeSentences } from '../models/judge-sentences.ts';
import type { Model } from '../models/model.ts';
import { openTextTower } from '../models/open-text-tower.ts';
import { dot } from '../util/dot.ts';
import { chosenModel } from './chosen-model.ts';
import { openEmbedder } from './open-embedder.ts';
import { openReader } from './open-reader.ts';
import { type CommonOptions, libraryFolderOf } from './open.ts';
import { say } from './say-failure.ts';

interface Fit {
  readonly sentence: string;
  readonly cosine: number;
  /** Share among the sentences that were given, 0..1: models of CLIP's kind. */
  readonly share?: number;
  /** The model's own chance that the sentence belongs to the picture, 0..1: models of SigLIP's kind. */
  readonly chance?: number;
  /** Calibrated chance that it is right, and the share of the library's photos that it fits less: with a library only. */
  readonly probability?: number;
  readonly better?: number;
}

export function matchCommand(): Command {
  return new Command('match')
    .description('how well sentences fit a picture; compared with the library, if there is one')
    .argument('<file>')
    .argument('<sentence...>')
    .action(async (file: string, sentences: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const { model, folder } = chosenModel(options);
      const embedder = openEmbedder(model, folder, options);
      try {
        const vector = await embedder.vectorOf(file);
        const cosines = await cosinesOf(vector, sentences, model, folder);
        const judged = judgeSentences(model, cosines);
        const compared = await withLibrary(vector, sentences, options);
        const fits = sentences
          .map((sentence, at): Fit => ({
            sentence,
            cosine: cosines[at] ?? 0,
            ...(judged.is === 'shares' ? { share: judged.values[at] ?? 0 } : { chance: judged.values[at] ?? 0 }),
            ...compared?.[at],
          }))
          .sort((a, b) => b.cosine - a.cosine);
        say(options, { ok: true, file, fits }, () => fits.map(lineOf).join('\n'));
      } finally {
        await embedder.stop();
      }
    });
}

async function cosinesOf(vector: Float32Array, sentences: string[], model: Model, folder: string): Promise<number[]> {
  await using text = await openTextTower(model, folder);
  const vectors = await text.embedTexts(sentences);
  return sentences.map((_, at) => dot(vector, vectors.subarray(at * model.dim, (at + 1) * model.dim)));
}

async function withLibrary(vector: Float32Array, sentences: string[], options: CommonOptions) {
  if (!fs.existsSync(path.join(libraryFolderOf(options), 'index.db'))) return undefined;
  using reader = openReader(options);
  using searcher = reader.searcher();
  if ((await searcher.ready()) === 0) return undefined;
  const fits = await searcher.ask({ is: 'match', picture: vector, sentences });
  return fits.map(({ probability, better }) => ({ probability, better }));
}

function lineOf({ sentence, cosine, share, chance, probability, better }: Fit): string {
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`.padStart(7);
  const judged = share === undefined ? `${percent(chance ?? 0)} fits` : `${percent(share)} of these`;
  const start = `${cosine.toFixed(3)}  ${judged}`;
  if (probability === undefined || better === undefined) return `${start}  ${sentence}`;
  return `${start}  ${percent(probability)} right  better than for ${percent(better)} of the library  ${sentence}`;
}
