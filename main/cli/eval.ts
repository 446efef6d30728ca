import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { openDatabases } from '../db/open.ts';
import { createSettings } from '../db/settings.ts';
import { evaluateDatasetBands, formatBands } from '../eval/dataset-bands.ts';
import { readDataset } from '../eval/dataset.ts';
import { evaluate } from '../eval/evaluate.ts';
import { evaluateEveryday, formatEveryday, readEveryday } from '../eval/everyday.ts';
import { evaluateFilms, evaluateScenePhotos, formatFilms, readFilms } from '../eval/films.ts';
import { formatEvaluation } from '../eval/format.ts';
import { evaluateThroughSearch, formatSearchEvaluation } from '../eval/through-search.ts';
import { createLibrary, type Library } from '../library/index.ts';
import { openTextTower } from '../models/open-text-tower.ts';
import { Failure } from '../util/failure.ts';
import { commandFork } from '../util/command-fork.ts';
import { isInside } from '../util/is-inside.ts';
import { type ModelToMeasure, modelToMeasure } from './model-to-measure.ts';
import { openEmbedder } from './open-embedder.ts';
import { type CommonOptions, coresToUse, resourcesFolder } from './open.ts';
import { say } from './say-failure.ts';
import { WrongUsage } from './wrong-usage.ts';

interface Options extends CommonOptions {
  readonly model: string;
  readonly images?: string;
  readonly split?: string;
  readonly throughSearch?: boolean;
  readonly bands?: boolean;
  readonly everyday?: string;
  readonly films?: boolean;
}

export function evalCommand(): Command {
  return new Command('eval')
    .description('measure the model on photos with captions or labels: recall@1/5/10 both ways, median rank, zero-shot')
    .argument(
      '<dataset...>',
      "a folder with manifest.json, Karpathy's JSON, or Flickr8k's token file; with --everyday: folders with photos",
    )
    .option('--model <id or folder>', 'a model that is ready, or a folder as lumisift model add takes it', 'starter')
    .option('--images <folder>', 'where the pictures are, when not beside the file')
    .option('--split <name>', "split of Karpathy's JSON", 'test')
    .option('--bands', 'also how far "sure" and "likely" can be believed, and false answers to hopeless questions')
    .option('--through-search', 'index the photos into a library and ask it every caption, as the window does')
    .option('--everyday <questions>', 'ask these questions of the photos in the folders, as the window does')
    .option('--films', 'a JSON file of films and their scenes: which film a sentence finds, and at which moment')
    .action(async ([given = '', ...more]: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.everyday !== undefined) return await everyday(options.everyday, [given, ...more], options);
      if (more.length > 0) throw new WrongUsage('One data set is measured at a time: name one.');
      if (options.films === true) return await films(given, options);
      const dataset = await readDataset(given, { images: options.images, split: options.split });
      using measured = await modelToMeasure(options.model, options);
      const { model, folder } = measured;
      if (options.throughSearch === true) return await throughSearch(dataset, measured, options);
      const embedder = openEmbedder(model, folder, options);
      try {
        // All at once: the embedder takes as many as it can hold.
        const vectors = new Map(
          await Promise.all(
            dataset.images.map(async ({ path: file }) => [file, await vectorOrNothing(embedder, file)] as const),
          ),
        );
        await using text = await openTextTower(model, folder, coresToUse());
        const evaluation = await evaluate(dataset, {
          vectorOf: (file) => vectors.get(file),
          embedTexts: (texts) => text.embedTexts(texts),
          classTemplates: model.text.classTemplates,
        });
        const bands =
          options.bands === true
            ? await evaluateDatasetBands(dataset, {
                modelId: model.id,
                dim: model.dim,
                calibrationFolder: path.join(resourcesFolder(), 'calibration'),
                vectorOf: (file) => vectors.get(file),
                text,
              })
            : undefined;
        say(options, { ok: true, model: model.id, ...evaluation, ...(bands && { bands }) }, () =>
          [formatEvaluation(evaluation), ...(bands ? ['', formatBands(bands)] : [])].join('\n'),
        );
      } finally {
        await embedder.stop();
      }
    });
}

type Dataset = Awaited<ReturnType<typeof readDataset>>;

async function vectorOrNothing(embedder: ReturnType<typeof openEmbedder>, file: string) {
  try {
    return await embedder.vectorOf(file);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`${file}: ${error.message}`);
    return undefined; // counted as missing in the result
  }
}

async function throughSearch(dataset: Dataset, measured: ModelToMeasure, options: Options): Promise<void> {
  await withLibraryOf(rootsOf(dataset), measured, options, async (library) => {
    const evaluation = await evaluateThroughSearch(dataset, library);
    say(options, { ok: true, model: measured.model.id, ...evaluation }, () => formatSearchEvaluation(evaluation));
  });
}

async function everyday(file: string, folders: readonly string[], options: Options): Promise<void> {
  const questions = await readEveryday(file);
  using measured = await modelToMeasure(options.model, options);
  await withLibraryOf(
    folders.map((folder) => path.resolve(folder)),
    measured,
    options,
    async (library) => {
      const evaluation = await evaluateEveryday(questions, library);
      say(options, { ok: true, model: measured.model.id, ...evaluation }, () => formatEveryday(evaluation));
    },
  );
}

async function films(file: string, options: Options): Promise<void> {
  const set = await readFilms(file);
  using measured = await modelToMeasure(options.model, options);
  const foldersOf = (files: readonly string[]) => [...new Set(files.map((one) => path.dirname(one)))];
  const photos = set.films.flatMap(({ scenes }) => scenes.flatMap(({ photo }) => photo ?? []));
  await withLibraryOf(foldersOf(set.films.map((film) => film.file)), measured, options, async (library) => {
    const evaluation = await evaluateFilms(set, library);
    const tell = (alone: Awaited<ReturnType<typeof evaluateScenePhotos>> | undefined) =>
      say(options, { ok: true, model: measured.model.id, ...evaluation, ...(alone && { photos: alone }) }, () =>
        formatFilms(evaluation, alone),
      );
    if (photos.length === 0) return tell(undefined);
    await withLibraryOf(foldersOf(photos), measured, options, async (alone) =>
      tell(await evaluateScenePhotos(set, alone)),
    );
  });
}

/** A library of its own, made for this and thrown away; the person's is not touched. */
async function withLibraryOf(
  roots: readonly string[],
  measured: ModelToMeasure,
  options: Options,
  use: (library: Library) => Promise<void>,
): Promise<void> {
  const { model } = measured;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-eval-'));
  const db = openDatabases({ folder });
  if (model.id !== 'starter') {
    fs.mkdirSync(path.join(folder, 'models'));
    fs.symlinkSync(measured.folder, path.join(folder, 'models', model.id), 'junction');
    createSettings(db).change({ modelId: model.id });
  }
  const library = createLibrary({
    db,
    fork: commandFork,
    resourcesFolder: resourcesFolder(),
    languages: () => ['en'],
    cores: coresToUse(),
    now: Date.now,
    log: (line) => {
      if (options.verbose === true) console.error(line);
    },
  });
  try {
    for (const root of roots) await library.folders.add(root);
    await library.work.settled();
    await use(library);
  } finally {
    await library.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The folders of the pictures, without those inside others. */
function rootsOf(dataset: Dataset): string[] {
  const folders = [...new Set(dataset.images.map((image) => path.dirname(image.path)))];
  return folders.filter((folder) => !folders.some((other) => isInside(other, folder)));
}
