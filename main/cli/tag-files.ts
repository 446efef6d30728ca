import path from 'node:path';
import { Command, Option } from 'commander';
import type { Db } from '../db/open.ts';
import { createTexts } from '../db/texts.ts';
import { createAnswerFiles } from '../library/answer-files.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createVocabularyFiles } from '../library/vocabulary-files.ts';
import { createVocabularyPart } from '../library/vocabulary.ts';
import type { Mistake } from '../tags/vocabulary-file.ts';
import { Failure } from '../util/failure.ts';
import { languagesOf } from '../util/languages.ts';
import { openReader } from './open-reader.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

interface FileOptions extends CommonOptions {
  readonly what: 'vocabulary' | 'answers';
  readonly dryRun?: boolean;
}

const mostTold = 50;
const what = () =>
  new Option('--what <what>', 'the concepts, or what you confirmed and rejected (CSV)')
    .choices(['vocabulary', 'answers'])
    .default('vocabulary');

export function exportTagsCommand(): Command {
  return new Command('export')
    .description('your vocabulary as JSON or CSV, or your answers as CSV')
    .argument('<file>', 'ending in .json or .csv')
    .addOption(what())
    .exitOverride()
    .action(async (given: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<FileOptions>();
      const file = path.resolve(given);
      const format = formatOf(file, options.what);
      using reader = openReader(options);
      const opened = filesOf(reader.db);
      if (options.what === 'answers') {
        const { answerCount } = await opened.answers.exportTo(file);
        return say(
          options,
          { ok: true, file, answerCount },
          () => `${counted(answerCount, 'answer')} written to ${given}`,
        );
      }
      const { conceptCount } = await opened.vocabulary.exportTo(file, format);
      say(options, { ok: true, file, conceptCount }, () => `${counted(conceptCount, 'concept')} written to ${given}`);
    });
}

export function importTagsCommand(): Command {
  return new Command('import')
    .description('takes a vocabulary or answers in; a file with a mistake changes nothing')
    .argument('<file>', 'ending in .json or .csv')
    .addOption(what())
    .option('--dry-run', 'only say what it would change')
    .exitOverride()
    .action(async (given: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<FileOptions>();
      const file = path.resolve(given);
      formatOf(file, options.what);
      await using db = openForChanges(options);
      const opened = filesOf(db);
      if (options.what === 'answers') return await importAnswers(opened.answers, file, options);
      const preview = await opened.vocabulary.preview(file);
      if (preview.is === 'mistakes') throw mistakesIn(given, preview.mistakes, preview.mistakeCount);
      const { importId, addedCount, changedCount, unchangedCount } = preview;
      if (options.dryRun !== true) {
        await opened.vocabulary.apply(importId);
        await opened.settled();
      }
      say(
        options,
        { ok: true, isDryRun: options.dryRun === true, addedCount, changedCount, unchangedCount },
        () => `${addedCount} added, ${changedCount} changed, ${unchangedCount} as they were${dry(options)}`,
      );
    });
}

async function importAnswers(
  answers: ReturnType<typeof createAnswerFiles>,
  file: string,
  options: FileOptions,
): Promise<void> {
  const { mistakes, ...done } = await answers.importFrom(file, options.dryRun === true);
  if (mistakes.length > 0) throw mistakesIn(file, mistakes, mistakes.length);
  say(options, { ok: true, isDryRun: options.dryRun === true, ...done }, () =>
    [
      `${done.addedCount} added, ${done.changedCount} changed, ${done.keptCount} as they were${dry(options)}`,
      ...done.notFound.slice(0, mostTold).map(({ line, path: photo }) => `line ${line}: not in the library: ${photo}`),
      ...(done.notFound.length > mostTold
        ? [`and ${done.notFound.length - mostTold} more are not in the library`]
        : []),
    ].join('\n'),
  );
}

function filesOf(db: Pick<Db, 'sql' | 'transaction'>) {
  const texts = createTexts(db);
  const languages = () => languagesOf(process.env);
  const vocabulary = createEffectiveVocabulary({
    db,
    vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
  });
  const common = { db, texts, vocabulary, languages, now: Date.now };
  const part = createVocabularyPart({
    ...common,
    onChanged: () => undefined, // no searcher runs beside it
    onTrouble(error) {
      throw error;
    },
  });
  return {
    vocabulary: createVocabularyFiles({ ...common, part }),
    answers: createAnswerFiles(common),
    settled: part.settled,
  };
}

function formatOf(file: string, of: FileOptions['what']): 'json' | 'csv' {
  const end = path.extname(file).toLowerCase();
  if (end === '.csv') return 'csv';
  if (end === '.json' && of === 'vocabulary') return 'json';
  throw new Failure(
    'bad-input',
    of === 'answers' ? 'The file of answers has to end in .csv.' : 'The file has to end in .json or .csv.',
  );
}

function dry({ dryRun }: FileOptions): string {
  return dryRun === true ? ' (nothing was changed: a dry run)' : '';
}

function mistakesIn(file: string, mistakes: readonly Mistake[], count: number): Failure {
  const told = mistakes.slice(0, mostTold).map(({ line, error }) => `line ${line}: ${error.message}`);
  const more = count > told.length ? [`and ${count - told.length} more`] : [];
  const [first] = mistakes;
  return new Failure('bad-input', [`${file} has mistakes, so nothing was changed.`, ...told, ...more].join('\n'), {
    details: { mistakeCount: count, ...(first !== undefined && { line: first.line }) },
  });
}
