import path from 'node:path';
import { Command } from 'commander';
import type { PhotoTag } from '../../preload/contract/tag.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createTexts } from '../db/texts.ts';
import { createPhotoTags } from '../library/photo-tags.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createTagAnswers, type TagAnswers } from '../library/tag-answers.ts';
import { Failure } from '../util/failure.ts';
import { languagesOf } from '../util/languages.ts';
import { openEmbedder } from './open-embedder.ts';
import { openReader } from './open-reader.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { realPath } from './real-path.ts';
import { say } from './say-failure.ts';
import { learnedCommand, suggestForLibrary } from './tag-suggest.ts';
import { exportTagsCommand, importTagsCommand } from './tag-files.ts';
import { undoWriteCommand, writeTagsCommand } from './write.ts';
import { WrongUsage } from './wrong-usage.ts';

export function tagCommand(): Command {
  return new Command('tag')
    .description('tags: what is suggested, and what you confirmed or rejected')
    .addCommand(suggest())
    .addCommand(answer('confirm', 'the photo shows it; a name that is no concept becomes a tag of your own'))
    .addCommand(answer('reject', 'the photo does not show it: it is never suggested for it again'))
    .addCommand(list())
    .addCommand(learnedCommand())
    .addCommand(exportTagsCommand())
    .addCommand(importTagsCommand())
    .addCommand(writeTagsCommand())
    .addCommand(undoWriteCommand());
}

function suggest(): Command {
  return new Command('suggest')
    .description('tags for pictures, as they compare with the library; the pictures need not be in it')
    .argument('[file...]')
    .option('--all', 'every suggestion of the whole library that waits for an answer')
    .option('--concept <name>', 'of the whole library those of one tag')
    .exitOverride()
    .action(async (files: string[], own: { all?: boolean; concept?: string }, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { concept?: string }>();
      if (own.all === true || own.concept !== undefined) return suggestForLibrary(options);
      if (files.length === 0) throw new WrongUsage('Name a picture, or ask for the whole library with --all.');
      using reader = openReader(options);
      using searcher = reader.searcher();
      const tags = createPhotoTags({ answers: reader.tagAnswers(), searcher });
      const embedder = openEmbedder(reader.model, reader.modelFolder, options);
      try {
        await searcher.ready();
        const found: { file: string; photoId?: number; tags: PhotoTag[] }[] = [];
        for (const file of files) {
          const photoId = reader.idAt(realPath(file));
          if (photoId === undefined) found.push({ file, tags: await tags.suggestFor(await embedder.vectorOf(file)) });
          else found.push({ file, photoId, tags: await tags.suggest(photoId) });
        }
        say(options, { ok: true, files: found }, () =>
          found.flatMap((one) => [`${one.file}:`, ...one.tags.map(lineOf)]).join('\n'),
        );
      } finally {
        await embedder.stop();
      }
    });
}

function answer(verb: 'confirm' | 'reject', description: string): Command {
  return new Command(verb)
    .description(description)
    .argument('<file>', 'a photo of the library')
    .argument('<name>')
    .exitOverride()
    .action(async (file: string, name: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await using db = openForChanges(options);
      const photoId = createPhotoDetails(db).idAt(realPath(file));
      if (photoId === undefined) throw notInLibrary(file);
      const answers = createTagAnswers({
        db,
        texts: createTexts(db),
        vocabulary: createEffectiveVocabulary({
          db,
          vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
        }),
        languages: () => languagesOf(process.env),
        now: Date.now,
        onChanged: () => undefined, // no searcher runs beside it
      });
      await (verb === 'confirm' ? answers.add : answers.reject)([photoId], name);
      const tags = (await answers.of(photoId)).map(answerOf);
      say(options, { ok: true, file, photoId, tags }, () => tags.map(lineOf).join('\n'));
    });
}

function list(): Command {
  return new Command('list')
    .description('what you said of one photo, or every tag with its number of photos')
    .argument('[file]', 'a photo of the library')
    .exitOverride()
    .action(async (file: string | undefined, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      using reader = openReader(options);
      const answers = reader.tagAnswers();
      if (file === undefined) {
        const tags = await answers.all();
        say(options, { ok: true, tags }, () =>
          tags.map(({ name, confirmedCount }) => `${String(confirmedCount).padStart(6)}  ${name}`).join('\n'),
        );
        return;
      }
      const photoId = reader.idAt(realPath(file));
      if (photoId === undefined) throw notInLibrary(file);
      const tags = (await answers.of(photoId)).map(answerOf);
      say(options, { ok: true, file, photoId, tags }, () => tags.map(lineOf).join('\n'));
    });
}

function answerOf({ conceptId, name, isConfirmed }: Awaited<ReturnType<TagAnswers['of']>>[number]): PhotoTag {
  return { ...(conceptId !== undefined && { conceptId }), name, state: isConfirmed ? 'confirmed' : 'rejected' };
}

function lineOf({ name, state, probability }: PhotoTag): string {
  return probability === undefined
    ? `  ${state.padEnd(9)}  ${name}`
    : `  ${`${Math.round(probability * 100)} %`.padEnd(9)}  ${name}`;
}

function notInLibrary(file: string): Failure {
  return new Failure('not-found', `${file} is no photo of the library: add its folder and run lumisift index.`, {
    details: { file },
  });
}
