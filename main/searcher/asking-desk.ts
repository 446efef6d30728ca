/** @file Runs in the searcher process. */
import type { AnswerReader } from '../db/answers.ts';
import { settledBy } from '../tags/given.ts';
import { type Candidate, candidatesOf, chooseQuestions } from '../tags/review.ts';
import { byteOf, chanceIn, probabilityOf, type ScoreList, scoreListOf } from '../tags/score-list.ts';
import { scanExactly } from '../tags/scan.ts';
import { suggestionsOf } from '../tags/suggest.ts';
import { chanceAt } from '../tags/chance.ts';
import { bestDot } from '../util/best-dot.ts';
import type { Asked, Taught, WantedQuestions } from './suggestion-messages.ts';
import type { TagDeskDeps } from './tag-desk.ts';
import type { TagPass } from './tag-pass.ts';

/** What to ask the person next, and what a concept learned from what they said. */
export function createAsking(
  deps: Pick<TagDeskDeps, 'library' | 'vectorOf' | 'partsOf' | 'matrix' | 'hidden' | 'pause'> & {
    pass: TagPass;
    answers: Pick<AnswerReader, 'ofPhotos' | 'ofConcept' | 'keywordsOf'>;
    /** Waits until what was answered just now is learned. */
    soon: () => Promise<void>;
  },
) {
  const { library, pass, answers } = deps;
  const { book } = pass;
  let turn = 0;

  return {
    /** The most useful questions that are open, the first one first. */
    async review({ conceptId, count, asked }: WantedQuestions): Promise<{ questions: Asked[]; openCount: number }> {
      await deps.soon();
      const openCount = conceptId === undefined ? book.openCount() : book.open(conceptId).count;
      const bases = pass.bases();
      if (bases === undefined) return { questions: [], openCount };
      const known = new Set(asked.map((one) => `${one.photoId} ${one.conceptId}`));
      const ids = conceptId === undefined ? everyConcept() : [conceptId];
      const most = conceptId === undefined ? 8 + Math.ceil(known.size / Math.max(1, ids.length)) : 300 + known.size;
      const pools: { uncertain: Candidate[]; likely: Candidate[] } = { uncertain: [], likely: [] };
      turn++;
      for (const id of ids) {
        const found = candidatesOf(
          id,
          conceptId === undefined ? book.found(id) : withOpen(id),
          pass.thresholdOf(id),
          most,
          turn,
        );
        pools.uncertain.push(...found.uncertain);
        pools.likely.push(...found.likely);
      }
      const unasked = (all: Candidate[]) => all.filter((one) => !known.has(`${one.photoId} ${one.conceptId}`));
      const chosen = chooseQuestions({ uncertain: unasked(pools.uncertain), likely: unasked(pools.likely) }, count, {
        usefulness,
        vectorOf: deps.vectorOf,
        isOpen,
      });
      if (conceptId === undefined || chosen.length > 0 || bases.byId.get(conceptId)?.confirmed.length === 0)
        return { questions: shown(chosen), openCount };
      // What was taught just now may find nothing probable yet: its likeliest photos are what teaches it.
      const answered = new Set(answers.ofConcept(conceptId).map(({ photoId }) => photoId));
      const likeliest = unasked(await likeliestOf(conceptId, answered, count + known.size));
      return { questions: shown(likeliest.filter(isOpen).slice(0, count)), openCount };
    },
    /** What a concept learned. */
    async learned(conceptId: string, count: number): Promise<Taught> {
      await deps.soon();
      const bases = pass.bases();
      const concept = bases?.vocabulary.byId.get(conceptId);
      const forgetsBeforeMs = concept?.forgetsBeforeMs;
      const given = answers.ofConcept(conceptId);
      const teaching = given.filter(({ atMs }) => forgetsBeforeMs === undefined || atMs >= forgetsBeforeMs);
      const confirmedCount = teaching.filter(({ isConfirmed }) => isConfirmed).length;
      const basis = bases?.byId.get(conceptId);
      const prepared = pass.preparedOf(conceptId);
      const hasWords = basis?.asked !== undefined;
      const about = {
        conceptId,
        confirmedCount,
        rejectedCount: teaching.length - confirmedCount,
        from: prepared === undefined ? ('nothing' as const) : !hasWords ? ('examples' as const) : teaching.length > 0 ? ('words-and-examples' as const) : ('words' as const), // prettier-ignore
        ...(forgetsBeforeMs !== undefined && { forgetsBeforeMs }),
      };
      const matrix = deps.matrix();
      if (prepared === undefined || matrix === undefined) return { ...about, likeliest: [], doubts: [] };
      const answered = new Set(given.map(({ photoId }) => photoId));
      const likeliest = await likeliestOf(conceptId, answered, count);
      const said = teaching.flatMap(({ photoId, isConfirmed }) => {
        const parts = deps.partsOf(photoId);
        if (parts.length === 0) return [];
        // It must not speak for itself. [Note: Held out]
        const cosine = prepared.heldOut.get(photoId) ?? bestDot(parts, prepared.vector);
        const probability = chanceAt(prepared.line, cosine);
        return [{ photoId, conceptId, probability, isConfirmed }];
      });
      const least = Math.min(doubtBelow, partOfUsual * usualOf(said));
      const most = pass.thresholdOf(conceptId);
      const doubts = said
        .filter(({ probability, isConfirmed }) => (isConfirmed ? probability < least : probability >= most))
        .sort((a, b) => surprise(b) - surprise(a))
        .slice(0, count);
      const decisions = new Map(doubts.map((one) => [one.photoId, one.isConfirmed]));
      return {
        ...about,
        likeliest: shown(likeliest),
        doubts: shown(doubts).map((one) => ({
          ...one,
          decision: decisions.get(one.photo.id) === true ? ('confirmed' as const) : ('rejected' as const),
        })),
      };
    },
  };

  function everyConcept(): string[] {
    return [...new Set([...book.foundConcepts(), ...book.openConcepts().map(({ conceptId }) => conceptId)])];
  }

  /** What a concept finds by itself, and what is suggested because of what it holds: an animal where there is a dog. */
  function withOpen(conceptId: string): ScoreList {
    const [found, open] = [book.found(conceptId), book.open(conceptId)];
    const chances = new Map<number, number>();
    for (let at = 0; at < open.count; at++) {
      const [id = 0, chance = 0] = [open.ids[at], open.chances[at]];
      if ((chanceIn(found, id) ?? -1) < chance) chances.set(id, chance);
    }
    if (chances.size === 0) return found;
    for (let at = 0; at < found.count; at++) {
      const [id = 0, chance = 0] = [found.ids[at], found.chances[at]];
      if (!chances.has(id)) chances.set(id, chance);
    }
    return scoreListOf(Array.from(chances, ([id, chance]) => ({ id, chance })));
  }

  /** Near the threshold, and of a concept that has much to gain from an answer. */
  function usefulness({ conceptId, probability }: Candidate): number {
    const nearness = 1 - Math.abs(probability - pass.thresholdOf(conceptId));
    const basis = pass.bases()?.byId.get(conceptId);
    const answered = (basis?.confirmed.length ?? 0) + (basis?.rejected.length ?? 0);
    return (nearness * Math.log2(2 + book.found(conceptId).count)) / Math.sqrt(1 + answered / 10);
  }

  /** Neither answered nor decided by another answer. */
  function isOpen({ photoId, conceptId, probability }: Candidate): boolean {
    const bases = pass.bases();
    if (bases === undefined || deps.matrix()?.has(photoId) !== true || deps.hidden.has(photoId)) return false;
    const { vocabulary } = bases;
    const settled = settledBy(answers.ofPhotos([photoId]), answers.keywordsOf([photoId]), vocabulary);
    const answered = settled.get(photoId) ?? { confirmed: new Set<string>(), rejected: new Set<string>() };
    const probabilities = new Map(book.probabilitiesOf(photoId, vocabulary));
    if (!probabilities.has(conceptId)) probabilities.set(conceptId, probability);
    return suggestionsOf(probabilities, vocabulary, answered, 0).some((one) => one.conceptId === conceptId);
  }

  async function likeliestOf(conceptId: string, answered: ReadonlySet<number>, count: number): Promise<Candidate[]> {
    const prepared = pass.preparedOf(conceptId);
    const matrix = deps.matrix();
    if (prepared === undefined || matrix === undefined) return [];
    const found = await scanExactly(
      () => deps.matrix() ?? matrix,
      prepared,
      deps.pause,
      matrix.count < fewPhotos ? leastOfFew : leastShown,
    );
    const open = book.open(conceptId);
    // What it holds speaks for it: an animal is at least as likely as a dog.
    const chances = new Map(found.map(({ id, probability }) => [id, probability]));
    for (let at = 0; at < open.count; at++) {
      const [id = 0, chance = 0] = [open.ids[at], open.chances[at]];
      // Bytes are too coarse to order what is hardly probable, so one only counts where it says more.
      if (chance > byteOf(chances.get(id) ?? 0)) chances.set(id, probabilityOf(chance));
    }
    return Array.from(chances, ([photoId, probability]) => ({ photoId, conceptId, probability }))
      .filter(({ photoId }) => !answered.has(photoId))
      .sort((a, b) => b.probability - a.probability || a.photoId - b.photoId)
      .slice(0, count);
  }

  function shown(all: readonly Candidate[]): Asked[] {
    const cards = new Map(library.cards(all.map(({ photoId }) => photoId)).map((card) => [card.id, card]));
    return all.flatMap(({ photoId, conceptId, probability }) => {
      const photo = cards.get(photoId);
      return photo === undefined ? [] : [{ photo, conceptId, probability }];
    });
  }
}

/** A confirmed photo that is less probable than this may be a slip of the hand. */
const doubtBelow = 0.1;
/** And less probable than this part of what is usual for the confirmed ones: where all are improbable none stands out. */
const partOfUsual = 0.25;
/** What is less probable is not shown as likely, however little there is. */
const leastShown = 0.02;
/** In a library of so few the nearest ones are worth a look: what is taught promises little there. */
const fewPhotos = 1_000;
const leastOfFew = 0.002;

/** The probability that half of the confirmed photos exceed. */
function usualOf(said: readonly { readonly probability: number; readonly isConfirmed: boolean }[]): number {
  const confirmed = said.filter((one) => one.isConfirmed).map((one) => one.probability);
  return confirmed.sort((a, b) => a - b)[Math.floor(confirmed.length / 2)] ?? 0;
}

function surprise({ probability, isConfirmed }: { probability: number; isConfirmed: boolean }): number {
  return isConfirmed ? 1 - probability : probability;
}
