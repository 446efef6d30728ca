import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type AlbumRow, createAlbums } from '../db/albums.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createTexts } from '../db/texts.ts';
import { type AlbumEdit, createAlbumEdits } from '../library/album-edits.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createTagAnswers } from '../library/tag-answers.ts';
import { Failure } from '../util/failure.ts';
import { languagesOf } from '../util/languages.ts';
import { albumCalled, pathOf } from './album-called.ts';
import { exportAlbum } from './album-export.ts';
import { listAlbums, showAlbum } from './album-list.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { realPath } from './real-path.ts';
import { say } from './say-failure.ts';

interface Making extends CommonOptions {
  readonly query?: string;
  readonly sure?: boolean;
  readonly parent?: string;
  readonly autoTag?: string;
  readonly mode: 'suggest' | 'apply';
  readonly min: number;
}

export function albumCommand(): Command {
  return new Command('album')
    .description(
      'albums, by hand and smart; an album is called by its name, its path (Trips/Lisbon) or its number (#12)',
    )
    .addCommand(listAlbums())
    .addCommand(showAlbum())
    .addCommand(create())
    .addCommand(photos('add', 'puts photos into an album; into a smart one as examples that belong to it'))
    .addCommand(photos('remove', 'takes photos out of an album; of a smart one as examples that do not belong to it'))
    .addCommand(remove())
    .addCommand(exportAlbum());
}

function create(): Command {
  return new Command('create')
    .description('makes an album; with --query a smart one, which holds what answers the question')
    .argument('<name>')
    .option('--query <words>', 'what is in it, as in lumisift search')
    .option('--sure', 'only what surely answers the question, not what probably does')
    .option('--parent <album>', 'the album that it lies in')
    .option('--auto-tag <name>', 'what its photos are tagged with')
    .option('--mode <mode>', 'suggest the tag, or apply it', mode, 'suggest')
    .option('--min <probability>', 'apply it from this probability on, 0 to 1', probability, 0.9)
    .exitOverride()
    .action(async (name: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<Making>();
      const { query, parent, autoTag } = options;
      await using writing = openForWriting(options);
      const parentId = parent === undefined ? undefined : albumCalled(parent, writing.albums.all()).id;
      const rule = query === undefined ? undefined : ruleOf(query, options.sure === true);
      const id = writing.edits.create({ name, parentId, rule });
      const edit: AlbumEdit =
        autoTag === undefined ? {} : { autoTag: { mode: options.mode, name: autoTag, least: options.min } };
      await writing.edits.change(id, edit);
      tell(options, id, writing.albums.all());
    });
}

function photos(verb: 'add' | 'remove', description: string): Command {
  return new Command(verb)
    .description(description)
    .argument('<album>')
    .argument('<file...>', 'photos of the library')
    .exitOverride()
    .action(async (name: string, files: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await using writing = openForWriting(options);
      const album = albumCalled(name, writing.albums.all());
      const photoIds = files.map((file) => {
        const id = writing.details.idAt(realPath(file));
        if (id !== undefined) return id;
        throw new Failure('not-found', `${file} is no photo of the library: add its folder and run lumisift index.`, {
          details: { file },
        });
      });
      const { edits } = writing;
      if (album.kind === 'smart') edits.giveExamples(album.id, photoIds, verb === 'add' ? 'included' : 'excluded');
      else if (verb === 'add') edits.addPhotos(album.id, photoIds);
      else edits.removePhotos(album.id, photoIds);
      tell(options, album.id, writing.albums.all());
    });
}

function remove(): Command {
  return new Command('delete')
    .description('deletes an album and the albums in it; no photo is touched')
    .argument('<album>')
    .exitOverride()
    .action(async (name: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await using writing = openForWriting(options);
      const all = writing.albums.all();
      const album = albumCalled(name, all);
      writing.edits.delete(album.id);
      tell(options, album.id, all);
    });
}

/** The library for writing. @throws Failure 'library-busy' while the window has it open */
function openForWriting(options: CommonOptions) {
  const db = openForChanges(options);
  const tags = createTagAnswers({
    db,
    texts: createTexts(db),
    vocabulary: createEffectiveVocabulary({ db, vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies') }),
    languages: () => languagesOf(process.env),
    now: Date.now,
    onChanged: () => undefined, // no searcher runs beside it
  });
  return {
    albums: createAlbums(db),
    details: createPhotoDetails(db),
    edits: createAlbumEdits({ db, tags, now: Date.now, onChanged: () => undefined }),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

function tell(options: CommonOptions, id: number, albums: readonly AlbumRow[]): void {
  const at = pathOf(id, albums);
  const name = albums.find((album) => album.id === id)?.name;
  say(options, { ok: true, album: { id, name, path: at } }, () => `#${id}  ${at}`);
}

function ruleOf(text: string, isSure: boolean) {
  return { text, keptAsWords: [], least: isSure ? ('sure' as const) : ('likely' as const), strictness: 0 };
}

function mode(text: string): Making['mode'] {
  if (text !== 'suggest' && text !== 'apply') throw new InvalidArgumentError('It must be suggest or apply.');
  return text;
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}
