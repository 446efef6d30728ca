import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import {
  type PlannedFile,
  type WriteChange,
  usualFields,
  writeField,
  type WriteField,
  type WriteResult,
} from '../../preload/contract/writing.ts';
import { createTexts } from '../db/texts.ts';
import { createSources } from '../db/sources.ts';
import { photosUnder } from '../db/writing.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createTagAnswers } from '../library/tag-answers.ts';
import { createTagPaths } from '../library/tag-paths.ts';
import { createWriting } from '../library/writing.ts';
import { Failure } from '../util/failure.ts';
import { languagesOf } from '../util/languages.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { realPath } from './real-path.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

interface WriteOptions extends CommonOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly embedded?: boolean;
  readonly fields: readonly WriteField[];
}

/** A file that another program changes while it is written is read again, and both have what is theirs. */
const mostRounds = 3;

export function writeTagsCommand(): Command {
  return new Command('write')
    .description(
      'writes confirmed tags, stars, captions, dates and places of yours into sidecars beside the photos that are named, or with --all beside all',
    )
    .argument('[path...]', 'photos, or folders of photos, of the library')
    .option('--all', 'all photos of the library')
    .option('--dry-run', 'only say what would change in which files')
    .option(
      '--embedded',
      'into the photos themselves instead (JPEG, PNG, WebP, JPEG XL); the originals are kept until you drop them',
    )
    .option('--fields <list>', writeField.options.join(', '), fieldsOf, usualFields)
    .exitOverride()
    .action(async (paths: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      // A word that was forgotten must not write into every folder.
      if (paths.length === 0 && options.all !== true && options.dryRun !== true)
        command.error('error: Name photos or folders, or say --all for all photos of the library.');
      if (paths.length > 0 && options.all === true)
        command.error('error: Either name photos or folders, or say --all: not both.');
      const target = options.embedded === true ? 'embedded' : 'sidecar';
      await withWriting(options, async ({ writing, photoIds }) => {
        const ids = photoIds(paths);
        if (options.dryRun === true) {
          const plan = await writing.plan(ids, target, options.fields);
          const files = writing.planned(plan.planId, 0, plan.changedCount + plan.problemCount);
          say(options, { ok: true, ...plan, files }, () =>
            [
              ...files.map(lineOf),
              `${counted(plan.changedCount, 'file')} would be written, ${plan.sameCount} have it all, ${plan.problemCount} can't be written.`,
              ...turnsKept(plan.turnsKept),
            ].join('\n'),
          );
          return;
        }
        const written: number[] = [];
        let writtenCount = 0;
        let rest = ids;
        let problems: WriteResult['problems'] = [];
        let kept = 0;
        for (let round = 0; round < mostRounds && rest.length > 0; round++) {
          const plan = await writing.plan(rest, target, options.fields);
          kept += plan.turnsKept;
          const refused = writing.planned(plan.planId, 0, plan.problemCount);
          const result = await writing.write(plan.planId);
          if (result.writeId !== undefined) written.push(result.writeId);
          writtenCount += result.writtenCount;
          problems = [
            ...problems.filter(({ problem }) => problem.kind !== 'changed'),
            ...refused.flatMap(({ photoId, path: file, problem }) =>
              problem ? [{ photoId, path: file, problem }] : [],
            ),
            ...result.problems,
          ];
          if (result.isCancelled) break;
          rest = result.problems.filter(({ problem }) => problem.kind === 'changed').map(({ photoId }) => photoId);
        }
        if (problems.length > 0) process.exitCode = 3;
        say(options, { ok: true, writeIds: written, writtenCount, turnsKept: kept, problems }, () =>
          [summary(written, writtenCount, problems), ...turnsKept(kept)].join('\n'),
        );
      });
    });
}

export function undoWriteCommand(): Command {
  return new Command('undo-write')
    .description('puts every file of a write back as it was; of the last one if no number is given')
    .argument('[id]', 'the number of a write')
    .exitOverride()
    .action(async (given: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withWriting(options, async ({ writing }) => {
        const history = await writing.history();
        const one =
          given === undefined
            ? history.find(({ state }) => state === 'done')
            : history.find(({ id }) => id === Number(given));
        if (one === undefined)
          throw new Failure(
            'not-found',
            given === undefined ? 'Nothing was written that could be undone.' : `There is no write ${given}.`,
          );
        const { writtenCount, problems } = await writing.undo(one.id);
        if (problems.length > 0) process.exitCode = 3;
        say(options, { ok: true, id: one.id, undoneCount: writtenCount, problems }, () =>
          [
            `${counted(writtenCount, 'file')} of write ${one.id} put back as before.`,
            ...problems.map(problemLine),
          ].join('\n'),
        );
      });
    });
}

type Open = { writing: ReturnType<typeof createWriting>; photoIds: (paths: readonly string[]) => number[] };

async function withWriting(options: CommonOptions, work: (open: Open) => Promise<void>): Promise<void> {
  await using db = openForChanges(options);
  const languages = () => languagesOf(process.env);
  const texts = createTexts(db);
  const vocabulary = createEffectiveVocabulary({
    db,
    vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
  });
  const onChanged = () => undefined; // no searcher runs beside it
  const answers = createTagAnswers({ db, texts, vocabulary, languages, now: Date.now, onChanged });
  const writing = createWriting({
    ...{ db, texts, sources: createSources(db, languages), now: Date.now, onChanged },
    tagPaths: createTagPaths({ answers, vocabulary, languages }),
    onProgress: () => undefined,
  });
  process.once('SIGINT', writing.cancel);
  process.once('SIGTERM', writing.cancel);
  try {
    await work({
      writing,
      photoIds(paths) {
        const ids = photosUnder(db, paths.map(realPath));
        if (ids.length === 0) throw new Failure('not-found', 'There is no photo of the library there.');
        return ids;
      },
    });
  } finally {
    process.removeListener('SIGINT', writing.cancel);
    process.removeListener('SIGTERM', writing.cancel);
    await writing.stop();
  }
}

function fieldsOf(text: string): WriteField[] {
  const fields = text.split(',').map((part) => part.trim());
  return fields.map((field) => {
    const found = writeField.safeParse(field);
    if (found.success) return found.data;
    throw new InvalidArgumentError(`Choose among ${writeField.options.join(', ')}.`);
  });
}

function turnsKept(count: number): string[] {
  return count === 0 ? [] : [`Turned in the library only (no JPEG, a sidecar, or there are copies): ${count}`];
}

function summary(ids: readonly number[], count: number, problems: WriteResult['problems']): string {
  const undo = ids.length > 0 ? ` Undo: lumisift tag undo-write ${ids.at(-1)}` : '';
  return [`${counted(count, 'file')} written.${undo}`, ...problems.map(problemLine)].join('\n');
}

function problemLine({ path: file, problem }: { path: string; problem: { message: string } }): string {
  return `${file}: ${problem.message}`;
}

function lineOf(file: PlannedFile): string {
  if (file.problem !== undefined) return `! ${problemLine({ path: file.path, problem: file.problem })}`;
  return [`${file.isNew ? '+' : '~'} ${file.path}`, ...file.changes.map((change) => `    ${changeLine(change)}`)].join(
    '\n',
  );
}

function changeLine(change: WriteChange): string {
  if (change.field !== 'tags') return `${change.field}: ${change.before ?? '-'} -> ${change.after ?? '-'}`;
  const added = change.after.filter((tag) => !change.before.includes(tag)).map((tag) => `+${tag}`);
  const removed = change.before.filter((tag) => !change.after.includes(tag)).map((tag) => `-${tag}`);
  return `tags: ${[...added, ...removed].join(', ')}`;
}
