import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import { type Retrieval, retrievalOf } from './metrics.ts';
import { everyCard, type SearchPath } from './through-search.ts';

/** Films whose scenes are known, with sentences that are true of each scene. */
const filmsFile = z.object({
  films: z
    .array(
      z.object({
        /** Relative to the folder of this file. */
        file: z.string().min(1),
        scenes: z
          .array(
            z.object({
              fromS: z.number().min(0),
              toS: z.number().positive(),
              sentences: z.array(z.string().min(1)).min(1),
              /** The photo that the scene shows, relative too: asked for beside the film, for scale. */
              photo: z.string().optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});
export type FilmsFile = z.infer<typeof filmsFile>;

export interface FilmsEvaluation {
  readonly films: number;
  readonly scenes: number;
  readonly sentences: number;
  /** Where the film of a sentence stands among the films. */
  readonly film: Retrieval;
  /** Of the sentences: the moment that stands for the film lies in the scene, or at most two seconds beside it. */
  readonly momentWithin2s: number;
  /** The same, of the sentences whose film was found first. */
  readonly momentWithin2sOfFirst: number;
  /** Films that no answer can hold: not read, or not there. */
  readonly missing: readonly string[];
}

/** Of a scene and its moment. */
const nearS = 2;

/** @returns what the file says, with absolute paths @throws Failure 'not-found', 'bad-input' for a file of another form */
export async function readFilms(file: string): Promise<FilmsFile> {
  const folder = path.dirname(path.resolve(file));
  const absolute = (name: string) => path.resolve(folder, name);
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure('not-found', `${file} cannot be read.`, { details: { path: file }, cause });
  }
  try {
    const { films } = filmsFile.parse(JSON.parse(text));
    return {
      films: films.map((film) => ({
        file: absolute(film.file),
        scenes: film.scenes.map(({ photo, ...scene }) => ({
          ...scene,
          ...(photo !== undefined && { photo: absolute(photo) }),
        })),
      })),
    };
  } catch (cause) {
    const at = cause instanceof z.ZodError ? ` (${cause.issues[0]?.path.join('.')})` : '';
    throw new Failure('bad-input', `${file} cannot be read as films with their scenes${at}.`, {
      details: { path: file },
      cause,
    });
  }
}

/** Asks a library of these films every sentence, as the window does, and looks where the film stands and at which moment. */
export async function evaluateFilms({ films }: FilmsFile, library: SearchPath): Promise<FilmsEvaluation> {
  const idOf = await idsByPath(library);
  const ranks: number[] = [];
  let near = 0;
  let nearOfFirst = 0;
  for (const { file, scenes } of films) {
    const id = idOf.get(await fs.realpath(file).catch(() => file));
    for (const { fromS, toS, sentences } of scenes)
      for (const text of sentences) {
        const cards = await allCards(library, text);
        const at = id === undefined ? -1 : cards.findIndex((card) => card.id === id);
        ranks.push(at < 0 ? Infinity : at + 1);
        if (at < 0) continue;
        // A film that has one moment opens at its beginning.
        const momentS = (cards[at]?.atMs ?? 0) / 1000;
        if (momentS < fromS - nearS || momentS > toS + nearS) continue;
        near++;
        if (at === 0) nearOfFirst++;
      }
  }
  const firstCount = ranks.filter((rank) => rank === 1).length;
  return {
    films: films.length,
    scenes: films.reduce((sum, { scenes }) => sum + scenes.length, 0),
    sentences: ranks.length,
    film: retrievalOf(ranks),
    momentWithin2s: near / ranks.length,
    momentWithin2sOfFirst: firstCount === 0 ? 0 : nearOfFirst / firstCount,
    missing: films.map(({ file }) => file).filter((file) => !idOf.has(file)),
  };
}

/** Where the photos of the scenes stand for the same sentences, in a library of the photos alone. */
export async function evaluateScenePhotos({ films }: FilmsFile, library: SearchPath): Promise<Retrieval> {
  const idOf = await idsByPath(library);
  const ranks: number[] = [];
  for (const { photo, sentences } of films.flatMap(({ scenes }) => scenes)) {
    if (photo === undefined) continue;
    const id = idOf.get(await fs.realpath(photo).catch(() => photo));
    for (const text of sentences) {
      const at = id === undefined ? -1 : (await allCards(library, text)).findIndex((card) => card.id === id);
      ranks.push(at < 0 ? Infinity : at + 1);
    }
  }
  return retrievalOf(ranks);
}

export function formatFilms(films: FilmsEvaluation, photos: Retrieval | undefined): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const recall = (r: Retrieval) =>
    `@1 ${(100 * r.recallAt1).toFixed(1)}  @5 ${(100 * r.recallAt5).toFixed(1)}  @10 ${(100 * r.recallAt10).toFixed(1)}  median rank ${r.medianRank}`;
  return [
    `${films.films} films of ${films.scenes} scenes, ${films.sentences} sentences.`,
    `film by a sentence of one of its scenes   ${recall(films.film)}`,
    ...(photos ? [`photo of the scene, among all photos     ${recall(photos)}`] : []),
    `its moment within ${nearS} s of the scene         ${percent(films.momentWithin2s)} (of films found first ${percent(films.momentWithin2sOfFirst)})`,
    ...(films.missing.length > 0 ? [`Not in the library: ${films.missing.join(', ')}`] : []),
  ].join('\n');
}

async function idsByPath(library: SearchPath): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { id } of await allCards(library))
    for (const { path: at } of library.photos.get(id).files) ids.set(at, id);
  return ids;
}

/** @param text nothing: all that is in the library */
async function allCards(library: SearchPath, text?: string) {
  return everyCard(library, await library.lists.open(text === undefined ? {} : { text }));
}
