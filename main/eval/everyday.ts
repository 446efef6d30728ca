import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import type { SearchPath } from './through-search.ts';

/** Questions as people type them, with the photos that are right, and things that no photo of the library shows. */
const everydayFile = z.object({
  queries: z
    .array(
      z.object({
        query: z.string().min(1),
        /** File names without their ending, or what they begin with up to a `_`. */
        photos: z.array(z.string().min(1)).min(1),
        /** The same question by language (BCP 47). */
        translations: z.record(z.string(), z.string().min(1)).default({}),
      }),
    )
    .min(1),
  absent: z.array(z.string().min(1)).default([]),
});
export type EverydayFile = z.infer<typeof everydayFile>;

/** What the questions of one language got. Shares are of those questions. */
export interface EverydayResult {
  /** BCP 47; '' for the questions as they are written. */
  readonly language: string;
  readonly questions: number;
  /** A right photo is among the matches or those that may match. */
  readonly hit: number;
  /** A right photo is among the first 24 that are shown. */
  readonly inFirst24: number;
  readonly inFirst5: number;
  readonly first: number;
  /** No photo matches or may match, although a right one is there. */
  readonly wronglyNothing: number;
  /** Place of the first right photo, median; Infinity where it is in no answer. */
  readonly medianPlace: number;
}

export interface EverydayEvaluation {
  readonly photos: number;
  readonly results: readonly EverydayResult[];
  readonly absent: { readonly questions: number; readonly withMatch: number; readonly withMayMatch: number };
  readonly asked: readonly EverydayAnswer[];
  /** Names of photos that no photo of the library has: those questions cannot be answered. */
  readonly missing: readonly string[];
}

export interface EverydayAnswer {
  readonly language: string;
  readonly text: string;
  readonly matches: number;
  readonly mayMatch: number;
  /** 1 is the first; null: in no answer, or nothing is right. */
  readonly place: number | null;
}

/** @throws Failure 'bad-input' for a file of another form */
export async function readEveryday(file: string): Promise<EverydayFile> {
  try {
    return everydayFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const at = cause instanceof z.ZodError ? ` (${cause.issues[0]?.path.join('.')})` : '';
    throw new Failure('bad-input', `${file} cannot be read as everyday questions${at}.`, {
      details: { path: file },
      cause,
    });
  }
}

/** Asks a library every question, as the window does, and looks where the right photos stand. */
export async function evaluateEveryday(file: EverydayFile, library: SearchPath): Promise<EverydayEvaluation> {
  const names = await namesOf(library);
  const isNamed = (photoId: number, wanted: readonly string[]) =>
    names.get(photoId)?.some((name) => wanted.some((one) => name === one || name.startsWith(`${one}_`))) === true;
  const ask = async (language: string, text: string, right: readonly string[]): Promise<EverydayAnswer> => {
    const list = await library.lists.open({ text });
    const countOf = (...bands: string[]) =>
      list.sections.reduce((sum, { band, count }) => sum + (bands.includes(band) ? count : 0), 0);
    let place: number | null = null;
    for (let at = 0; right.length > 0 && place === null && at < list.count; at += pageLength) {
      const cards = at === 0 ? list.cards : await library.lists.page(list.id, at, pageLength);
      const found = cards.findIndex(({ id }) => isNamed(id, right));
      if (found >= 0) place = at + found + 1;
      if (cards.length < pageLength) break;
    }
    return { language, text, matches: countOf('sure'), mayMatch: countOf('likely'), place };
  };

  const asked: EverydayAnswer[] = [];
  const languages = ['', ...new Set(file.queries.flatMap(({ translations }) => Object.keys(translations)))];
  for (const language of languages)
    for (const { query, photos, translations } of file.queries) {
      const text = language === '' ? query : translations[language];
      if (text !== undefined) asked.push(await ask(language, text, photos));
    }
  const absent: EverydayAnswer[] = [];
  for (const text of file.absent) absent.push(await ask('absent', text, []));
  return {
    photos: names.size,
    results: languages.map((language) =>
      resultOf(
        language,
        asked.filter((one) => one.language === language),
      ),
    ),
    absent: {
      questions: absent.length,
      withMatch: absent.filter(({ matches }) => matches > 0).length,
      withMayMatch: absent.filter(({ mayMatch }) => mayMatch > 0).length,
    },
    asked: [...asked, ...absent],
    missing: [...new Set(file.queries.flatMap(({ photos }) => photos))].filter(
      (one) => ![...names.keys()].some((id) => isNamed(id, [one])),
    ),
  };
}

export function formatEveryday({ photos, results, absent, asked, missing }: EverydayEvaluation): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
  const lines = results.map(
    (it) =>
      `${(it.language || 'as written').padEnd(11)} ${String(it.questions).padStart(3)}  hit ${percent(it.hit)}  in 24 ${percent(it.inFirst24)}  in 5 ${percent(it.inFirst5)}  first ${percent(it.first)}  wrongly nothing ${percent(it.wronglyNothing)}  median place ${it.medianPlace}`,
  );
  return [
    `${photos} photos.`,
    ...lines,
    `absent      ${String(absent.questions).padStart(3)}  with a match ${absent.withMatch}, with one that may match ${absent.withMayMatch}`,
    ...(missing.length > 0 ? [`No photo is called: ${missing.join(', ')}`] : []),
    '',
    ...asked
      .filter(({ language, place, matches, mayMatch }) =>
        language === 'absent' ? matches > 0 : place === null || place > matches + mayMatch,
      )
      .map(
        (it) =>
          `${it.language || '-'}  ${it.text}: ${it.matches} match, ${it.mayMatch} may, right at ${it.place ?? '-'}`,
      ),
  ].join('\n');
}

const pageLength = 200;

function resultOf(language: string, answers: readonly EverydayAnswer[]): EverydayResult {
  const share = (holds: (answer: EverydayAnswer) => boolean) =>
    answers.length === 0 ? 0 : answers.filter(holds).length / answers.length;
  const placeOf = ({ place }: EverydayAnswer) => place ?? Infinity;
  const places = answers.map(placeOf).sort((a, b) => a - b);
  return {
    language,
    questions: answers.length,
    hit: share((it) => placeOf(it) <= it.matches + it.mayMatch),
    inFirst24: share((it) => placeOf(it) <= 24),
    inFirst5: share((it) => placeOf(it) <= 5),
    first: share((it) => placeOf(it) === 1),
    wronglyNothing: share((it) => it.matches + it.mayMatch === 0),
    medianPlace: places[Math.floor(places.length / 2)] ?? Infinity,
  };
}

/** Names of the files of every photo, without their endings. */
async function namesOf(library: SearchPath): Promise<Map<number, string[]>> {
  const names = new Map<number, string[]>();
  const list = await library.lists.open({});
  for (let at = 0; at < list.count; at += pageLength)
    for (const { id } of await library.lists.page(list.id, at, pageLength))
      names.set(
        id,
        library.photos.get(id).files.map((file) => path.parse(file.path).name),
      );
  return names;
}
