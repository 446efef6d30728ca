import path from 'node:path';
import { Command } from 'commander';
import type { PreciousCounts } from '../../preload/contract/backup.ts';
import type { Db } from '../db/open.ts';
import { createTexts } from '../db/texts.ts';
import { createAnswerFiles } from '../library/answer-files.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createPreciousFiles } from '../library/precious-files.ts';
import { createTakingIn } from '../library/taking-in.ts';
import { createVocabularyFiles } from '../library/vocabulary-files.ts';
import { createVocabularyPart } from '../library/vocabulary.ts';
import { languagesOf } from '../util/languages.ts';
import { counted } from './counted.ts';
import { openReader } from './open-reader.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { say } from './say-failure.ts';

export function exportPrecious(): Command {
  return new Command('export')
    .description('everything precious as one JSON file: tags, answers, ratings, captions, albums, searches, vocabulary')
    .argument('<file>')
    .exitOverride()
    .action(async (given: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const file = path.resolve(given);
      using reader = openReader(options);
      const counts = await preciousFilesOf(reader.db).precious.exportTo(file);
      say(options, { ok: true, file, ...counts }, () => `${inWords(counts)} written to ${given}`);
    });
}

export function importPrecious(): Command {
  return new Command('import')
    .description('takes such a file into this library: nothing that is there is written over by less')
    .argument('<file>')
    .option('--dry-run', 'only say what it would add')
    .exitOverride()
    .action(async (given: string, own: { dryRun?: boolean }, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await using db = openForChanges(options);
      const { precious, settled } = preciousFilesOf(db);
      const preview = await precious.preview(path.resolve(given));
      const isDryRun = own.dryRun === true;
      const added = isDryRun ? preview.adds : await precious.apply(preview.importId);
      await settled();
      const { holds, conceptsAdded, conceptsChanged } = preview;
      say(options, { ok: true, isDryRun, holds, added, conceptsAdded, conceptsChanged }, () =>
        [
          `${given} holds ${inWords(holds)}.`,
          `${isDryRun ? 'Would be added' : 'Added'}: ${inWords(added)}; words: ${conceptsAdded} new, ${conceptsChanged} changed.`,
          ...(added.photos > 0
            ? [
                `${added.photos} of its photos are not in this library yet: what was said of them waits for their files.`,
              ]
            : []),
        ].join('\n'),
      );
    });
}

function inWords({ answers, ratings, captions, favourites, hidden, stacks, albums, searches }: PreciousCounts): string {
  return [
    counted(answers, 'answer'),
    counted(ratings, 'rating'),
    counted(captions, 'caption'),
    ...[counted(favourites, 'favourite'), `${hidden} hidden`, `${stacks} stacked by hand`],
    `${counted(albums, 'album')} and ${counted(searches, 'saved search', 'saved searches')}`,
  ].join(', ');
}

/** As a command has them, without the processes. */
export function preciousFilesOf(db: Pick<Db, 'sql' | 'transaction'>) {
  const texts = createTexts(db);
  const vocabulary = createEffectiveVocabulary({
    db,
    vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
  });
  const common = { db, texts, vocabulary, languages: () => languagesOf(process.env), now: Date.now };
  const part = createVocabularyPart({
    ...common,
    onChanged: () => undefined, // no searcher runs beside it
    onTrouble(error) {
      throw error;
    },
  });
  const vocabularyFiles = createVocabularyFiles({ ...common, part });
  const takingIn = createTakingIn({
    ...{ ...common, vocabularyFiles, answers: createAnswerFiles(common) },
    onChanged: () => undefined,
  });
  const precious = createPreciousFiles({ ...common, vocabularyFiles, takingIn });
  return { precious, settled: part.settled };
}
