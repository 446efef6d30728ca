/** @file Runs in the searcher process. */
import { createHash } from 'node:crypto';
import type { AnswerReader, GivenAnswer } from '../db/answers.ts';
import type { Model } from '../models/model.ts';
import type { Cutoff } from '../search/cutoff.ts';
import { fewestWithoutWords, heldOutScores, learnDirection } from '../tags/learn.ts';
import { leastKept } from '../tags/scan.ts';
import { askConcepts, type AskedConcept, type PreparedConcept } from '../tags/suggest.ts';
import { fitFor, readTagFit, type TagFit } from '../tags/tag-fit.ts';
import { ancestorsOf, type Concept, namesToAskWith, type Vocabulary } from '../tags/vocabulary.ts';
import { dot } from '../util/dot.ts';
import type { CutoffKeeper } from './cutoff-keeper.ts';
import type { Meanings } from './meanings.ts';
import type { VocabularyKeeper } from './vocabulary-keeper.ts';

/** What a concept is known by: its words, and the answers that teach it. */
export interface Basis {
  readonly concept: Concept;
  /** Undefined when the model knows none of its words. */
  readonly asked: AskedConcept | undefined;
  /** Photos, ascending. */
  readonly confirmed: readonly number[];
  readonly rejected: readonly number[];
  /** Less probable photos than this are not kept. */
  readonly least: number;
  /** Another one whenever what it is known by is another. */
  readonly digest: string;
}

/** A concept, ready to be asked about photos. */
export interface LearnedConcept extends PreparedConcept {
  /** By photo that taught it: its cosine with what the other ones taught. */
  readonly heldOut: ReadonlyMap<number, number>;
}

export interface Bases {
  readonly vocabulary: Vocabulary;
  readonly fit: TagFit;
  /** Of all concepts that can be suggested. */
  readonly byId: ReadonlyMap<string, Basis>;
}

/** Every concept of the library with what it is known by, always as the answers and the vocabulary are now. */
export function createTaughtConcepts(deps: {
  model: Model;
  calibrationFolder: string;
  meanings: Pick<Meanings, 'embedTexts' | 'reader'>;
  vocabulary: Pick<VocabularyKeeper, 'load' | 'now'>;
  answers: Pick<AnswerReader, 'digests' | 'ofConcept'>;
  partsOf: (photoId: number) => readonly Float32Array[];
  /** Of a film the mean of its parts. The array may be another photo's at the next call. */
  vectorOf: (photoId: number) => Float32Array | undefined;
  cutoffKeeper: Pick<CutoffKeeper, 'scoresOf' | 'meanOf'>;
  pause: () => Promise<void>;
}) {
  const { model, meanings, answers, partsOf, vectorOf, cutoffKeeper, pause } = deps;
  const spoken = new Map<string, { key: string; of: Concept; asked: AskedConcept | undefined }>();
  let known: Bases | undefined;
  let digests = new Map<string, string>();

  return {
    /** @returns undefined where there is no vocabulary @throws Failure 'bad-input' for a file that is wrong */
    async refresh(): Promise<Bases | undefined> {
      await deps.vocabulary.load();
      const vocabulary = deps.vocabulary.now();
      if (vocabulary === undefined) return undefined;
      const fit = known?.fit ?? (await readTagFit(deps.calibrationFolder, model.id));
      const now = answers.digests();
      const byId = new Map<string, Basis>();
      await ask(vocabulary.concepts.filter(({ isHidden }) => isHidden !== true));
      const merged = new Map<string, string[]>();
      for (const [from, into] of vocabulary.mergedInto) merged.set(into, [...(merged.get(into) ?? []), from]);
      for (const concept of vocabulary.concepts) {
        if (concept.isHidden === true) continue;
        const asked = spoken.get(concept.id)?.asked;
        const answered = [concept.id, ...(merged.get(concept.id) ?? [])];
        const before = known?.byId.get(concept.id);
        const isSame =
          before?.concept === concept &&
          before.asked === asked &&
          answered.every((id) => digests.get(id) === now.get(id));
        const basis = isSame
          ? before
          : basisOf(
              concept,
              asked,
              answered.filter((id) => now.has(id)),
              fit,
              vocabulary,
            );
        if ((basis.asked !== undefined && !isName(concept)) || basis.confirmed.length >= fewestWithoutWords)
          byId.set(concept.id, basis);
      }
      digests = now;
      known = { vocabulary, fit, byId };
      return known;
    },
    /** The direction that it has in this library, and how far it can be believed: a few milliseconds. */
    prepare({ concept, asked, confirmed, rejected }: Basis, fit: TagFit, cutoff: Cutoff): LearnedConcept | undefined {
      const words = asked?.question.vector;
      const [yes, no] = [vectorsOf(confirmed, words), vectorsOf(rejected, words)];
      const examples = { confirmed: yes.vectors, rejected: no.vectors };
      const around = { dim: model.dim, mean: cutoffKeeper.meanOf(), scoresOf: cutoffKeeper.scoresOf };
      const vector = learnDirection(words, examples, around);
      if (vector === undefined) return undefined;
      const held = heldOutScores(words, examples, around);
      const heldOut = new Map<number, number>();
      no.photoIds.forEach((id, at) => heldOut.set(id, held.rejected[at] ?? 0));
      yes.photoIds.forEach((id, at) => heldOut.set(id, held.confirmed[at] ?? 0));
      const shape = asked?.question ?? { is: 'text' as const, contentWords: 1 };
      const line = cutoff.line({ ...shape, vector }, cutoffKeeper.scoresOf(vector, heldOut));
      if (line === undefined) return undefined;
      const { slope, bias, bends } = fitFor(fit, asked !== undefined, confirmed.length);
      return { concept, vector, line: { base: bias + slope * line.base, slope: slope * line.slope, bends }, heldOut };
    },
  };

  /** Puts those into vectors whose words or prompts are others than before. */
  async function ask(concepts: readonly Concept[]): Promise<void> {
    const keyOf = (concept: Concept) => JSON.stringify([namesToAskWith(concept), concept.prompts]);
    const fresh = concepts.flatMap((concept) => {
      const before = spoken.get(concept.id);
      if (before?.of === concept) return [];
      const key = keyOf(concept);
      if (before?.key !== key) return [{ concept, key }];
      spoken.set(concept.id, { ...before, of: concept });
      return [];
    });
    for (let at = 0; at < fresh.length; at += askedAtOnce) {
      const part = fresh.slice(at, at + askedAtOnce);
      const asked = await askConcepts(
        part.map(({ concept }) => concept),
        { model, embedTexts: meanings.embedTexts, reads: await meanings.reader() },
      );
      const byId = new Map(asked.map((one) => [one.concept.id, one]));
      for (const { concept, key } of part) spoken.set(concept.id, { key, of: concept, asked: byId.get(concept.id) });
      await pause();
    }
  }

  function basisOf(
    concept: Concept,
    asked: AskedConcept | undefined,
    answered: readonly string[],
    fit: TagFit,
    vocabulary: Vocabulary,
  ): Basis {
    const given = answered
      .flatMap((id) => answers.ofConcept(id))
      .filter(({ atMs }) => concept.forgetsBeforeMs === undefined || atMs >= concept.forgetsBeforeMs);
    const photos = (isConfirmed: boolean) => some(given.filter((one) => one.isConfirmed === isConfirmed));
    const [confirmed, rejected] = [photos(true), photos(false)];
    // A wider concept that is suggested from less on needs what is less probable here.
    const thresholds = [concept, ...ancestorsOf(concept, vocabulary)].map(({ suggestAt }) => suggestAt ?? 1);
    const least = Math.min(leastKept, ...thresholds);
    const digest = createHash('sha1')
      .update(JSON.stringify([method, asked && spoken.get(concept.id)?.key, confirmed, rejected, fit, least]))
      .digest('base64');
    return { concept, asked, confirmed, rejected, least, digest };
  }

  function vectorsOf(
    photoIds: readonly number[],
    words: Float32Array | undefined,
  ): { photoIds: number[]; vectors: Float32Array } {
    const found = photoIds.flatMap((id) => {
      const vector = shownBy(id, words);
      return vector === undefined ? [] : [{ id, vector }];
    });
    const vectors = new Float32Array(found.length * model.dim);
    found.forEach(({ vector }, at) => vectors.set(vector, at * model.dim));
    return { photoIds: found.map(({ id }) => id), vectors };
  }

  /** What an example shows. Of a film the moment that the words fit best: that is the one the person was asked about. */
  function shownBy(photoId: number, words: Float32Array | undefined): Float32Array | undefined {
    const parts = partsOf(photoId);
    if (parts.length < 2) return parts[0];
    if (words === undefined) return vectorOf(photoId)?.slice();
    return parts.reduce((best, part) => (dot(words, part) > dot(words, best) ? part : best));
  }
}
export type TaughtConcepts = ReturnType<typeof createTaughtConcepts>;

/**
 * Words that the person tagged with may be a name: "Tom" is a word to most models, and means nobody. They are suggested once
 * photos have shown what is meant.
 */
function isName({ isOwn, prompts, names }: Concept): boolean {
  return isOwn === true && prompts === undefined && Object.keys(names).every((language) => language === '');
}

/** Goes up when suggestions are reckoned in another way: what is kept from before is not used then. */
const method = 2;
/** Concepts that are put into vectors between two turns of others. */
const askedAtOnce = 32;
/** More examples than this change nothing that can be seen, and each is read from the disk. */
const mostExamples = 400;

/** The newest ones, as ascending ids. */
function some(given: readonly GivenAnswer[]): number[] {
  const newest =
    given.length <= mostExamples ? given : [...given].sort((a, b) => b.atMs - a.atMs).slice(0, mostExamples);
  return [...new Set(newest.map(({ photoId }) => photoId))].sort((a, b) => a - b);
}
