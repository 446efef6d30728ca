import { Command, InvalidArgumentError } from 'commander';
import { classPrompts } from '../models/class-prompts.ts';
import { openTextTower } from '../models/open-text-tower.ts';
import { dot } from '../util/dot.ts';
import { softmax } from '../util/softmax.ts';
import { chosenModel } from './chosen-model.ts';
import { openEmbedder } from './open-embedder.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';

interface Options extends CommonOptions {
  readonly labels: readonly string[];
}

export function classifyCommand(): Command {
  return new Command('classify')
    .description('zero-shot classification: which of the given labels a picture shows')
    .argument('<file>')
    .requiredOption('--labels <a,b,c>', 'the labels, at least two, with commas between', labelsOf)
    .action(async (file: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const labels = [...options.labels];
      const { model, folder } = chosenModel(options);
      const embedder = openEmbedder(model, folder, options);
      try {
        const vector = await embedder.vectorOf(file);
        await using text = await openTextTower(model, folder);
        const prompts = await classPrompts(labels, model.text.classTemplates, text.embedTexts);
        const cosines = labels.map((_, at) => dot(vector, prompts.subarray(at * model.dim, (at + 1) * model.dim)));
        const shares = softmax(cosines.map((cosine) => cosine * model.logitScale));
        const classes = labels
          .map((label, at) => ({ label, cosine: cosines[at] ?? 0, share: shares[at] ?? 0 }))
          .sort((a, b) => b.cosine - a.cosine);
        say(options, { ok: true, file, classes }, () =>
          classes.map((it) => `${(it.share * 100).toFixed(1).padStart(5)} %  ${it.label}`).join('\n'),
        );
      } finally {
        await embedder.stop();
      }
    });
}

/** What a picture shows is chosen among labels: of one there is nothing to choose. */
function labelsOf(text: string): string[] {
  const labels = [...new Set(text.split(',').map((label) => label.trim()))].filter((label) => label !== '');
  if (labels.length < 2) throw new InvalidArgumentError('Give at least two labels, e.g. --labels dog,cat');
  return labels;
}
