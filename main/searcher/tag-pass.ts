/** @file Runs in the searcher process. */
import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { AnswerReader } from '../db/answers.ts';
import type { KeptSuggestions, readStoredSuggestions } from '../db/suggestions.ts';
import type { Cutoff } from '../search/cutoff.ts';
import { chanceAt } from '../tags/chance.ts';
import type { Matrix } from '../search/matrix.ts';
import { settledBy } from '../tags/given.ts';
import { scan } from '../tags/scan.ts';
import { byteOf, bytesOf, noScores, onlyThose, type ScoreList, scoreListFrom } from '../tags/score-list.ts';
import type { Answered } from '../tags/suggest.ts';
import { createSuggestionBook } from '../tags/suggestion-book.ts';
import { dot } from '../util/dot.ts';
import type { ReadLibrary } from './read-library.ts';
import type { Bases, Basis, LearnedConcept, TaughtConcepts } from './taught-concepts.ts';

/**
 * Keeps the suggestions of the whole library as photos, answers and the vocabulary are. [Note: A pass in slices]
 *
 * [Note: A pass in slices] One scan of the matrix gives a concept's chances for every photo in 4 ms per 100,000, so a
 * change of a concept (its words, its examples) scans again for that concept alone, and a change of a photo asks every
 * concept about that photo alone. After each such slice other work has its turn, and while a question is being answered
 * the pass waits. What follows for each photo (wider concepts, exclusions, answers) is reckoned afterwards, by ranges of
 * photo ids.
 */
export function createTagPass(deps: {
  modelKey: string;
  library: Pick<ReadLibrary, 'storedAfter' | 'lastStored'>;
  /** Undefined until all vectors are in memory. */
  matrix: () => Matrix | undefined;
  /** The photo's vector; the array may be another photo's at the next call. */
  vectorOf: (photoId: number) => Float32Array | undefined;
  /** @returns undefined while nothing is known about what is usual in this library */
  cutoff: () => Promise<Cutoff | undefined>;
  concepts: TaughtConcepts;
  answers: Pick<AnswerReader, 'between' | 'keywordsBetween'>;
  /** Another one whenever something was written. */
  version: () => unknown;
  stored: () => ReturnType<typeof readStoredSuggestions>;
  /** Lets others have their turn. */
  pause: () => Promise<void>;
  onNews: () => void;
}) {
  const { library, concepts, pause } = deps;
  const book = createSuggestionBook();
  let bases: Bases | undefined;
  let by: Cutoff | undefined;
  let prepared = new Map<string, LearnedConcept | undefined>();
  /** What each list of the book was reckoned from. */
  const reckonedFrom = new Map<string, string>();
  /** Photos that every list of the book knows. */
  const covered = createFlags();
  let lastVectorId = 0;
  /** How many photos there were when all of them were scanned. */
  let countThen = 0;
  const changedPhotos = new Set<number>();
  /** Photos that the scans that are under way are about. */
  const inScans: number[] = [];
  let isFirst = true;
  /** Nothing was left to do when the database was as it was then. */
  let isDone = false;
  let versionThen: unknown;
  let resolveAll = false;
  const toResolve = new Set<number>();
  const toKeep = new Set<string>();
  const gone = new Set<string>();
  let isPassKept = true;
  /** What was handed over last; it may not have been written. */
  let inHands: { ids: readonly string[]; gone: readonly string[] } = { ids: [], gone: [] };
  let state: SuggestionsState = { state: 'unavailable', done: 0, total: 0, openCount: 0 };
  let running: Promise<void> | undefined;
  let gathering: Promise<void> | undefined;
  let isAskedAgain = false;
  let stopped = false;
  const isStopped = () => stopped;

  return {
    book,
    state: (): SuggestionsState => state,
    bases: (): Bases | undefined => bases,
    /** Whether the book knows all about a photo. */
    knows: (photoId: number): boolean => by !== undefined && reckonedFrom.size > 0 && covered.has(photoId),
    thresholdOf,
    preparedOf,
    /** Photos came, changed, went or were answered. */
    photosChanged(photoIds: readonly number[]): Promise<void> {
      for (const id of photoIds) changedPhotos.add(id);
      // An answer is followed at once; photos that are being read come by the dozen, and are waited for.
      return photoIds.every(covered.has) ? poke() : later();
    },
    poke,
    /**
     * A part of what index.db should keep; undefined when it has everything.
     * @param isLostPart the part of the last time was not written
     */
    keep: takeKept,
    stop(): void {
      stopped = true;
    },
  };

  function later(): Promise<void> {
    gathering ??= new Promise<void>((resolve) => setTimeout(resolve, gatheringMs)).then(() => {
      gathering = undefined;
      return isStopped() ? undefined : poke();
    });
    return gathering;
  }

  /** Begins, or goes once more round when it is at work. @returns when all that is known now is reckoned */
  function poke(): Promise<void> {
    isAskedAgain = true;
    running ??= run().finally(() => {
      running = undefined;
      if (!isPassKept) deps.onNews(); // what was found may be kept now
    });
    return running;
  }

  async function run(): Promise<void> {
    await pause(); // what came together is done together
    while (isAskedAgain && !isStopped()) {
      isAskedAgain = false;
      await round();
    }
  }

  async function round(): Promise<void> {
    const matrix = deps.matrix();
    const cutoff = await deps.cutoff();
    const version = deps.version();
    if (version === versionThen && changedPhotos.size === 0 && by === cutoff && isDone) return;
    versionThen = version;
    isDone = false;
    const now = await concepts.refresh();
    if (isStopped() || matrix === undefined || cutoff === undefined || now === undefined) return;
    if (bases?.vocabulary !== now.vocabulary) resolveAll = true;
    bases = now;
    if (by !== cutoff) {
      if (by === undefined) load(now, matrix);
      else reckonedFrom.clear(); // the library is twice as large: what is usual in it is another
      by = cutoff;
      prepared = new Map();
    }
    for (const conceptId of [...reckonedFrom.keys()]) if (!now.byId.has(conceptId)) drop(conceptId);
    let fresh = photosToAsk(matrix);
    if (fresh.length > Math.max(fewestForScan, matrix.count / 10)) reckonedFrom.clear();
    if (reckonedFrom.size === 0) {
      inScans.push(...fresh);
      fresh = [];
    }
    // What the person answered comes first: they may be looking at it.
    const isTaught = (basis: Basis) => basis.confirmed.length + basis.rejected.length > 0;
    const stale = [...now.byId.values()]
      .filter(({ concept, digest }) => reckonedFrom.get(concept.id) !== digest)
      .sort((a, b) => Number(isTaught(b)) - Number(isTaught(a)));
    for (const [at, basis] of stale.entries()) {
      await scanOne(basis, matrix);
      tell('working', Math.floor((matrix.count * at) / stale.length));
      if (isStopped()) return;
      if (isAskedAgain) break;
    }
    if (stale.every(({ concept, digest }) => reckonedFrom.get(concept.id) === digest)) {
      if (inScans.length > 0) countThen = matrix.count;
      for (const id of inScans.splice(0)) covered.set(id, true);
      await askAbout(fresh);
      isDone = true;
    } else for (const id of fresh) changedPhotos.add(id);
    await resolve();
    if (!isAskedAgain) tell('idle', deps.matrix()?.count ?? 0);
  }

  /** What index.db kept, as far as it still holds. */
  function load(now: Bases, matrix: Matrix): void {
    const kept = deps.stored();
    lastVectorId = library.lastStored();
    if (kept === undefined || matrix.count >= 2 * kept.pass.photoCount) return;
    for (const { conceptId, reckonedFrom: digest, photoIds, chances } of kept.concepts) {
      const list = scoreListFrom(photoIds, chances);
      if (list === undefined || now.byId.get(conceptId)?.digest !== digest) continue;
      book.setFound(conceptId, onlyThose(list, matrix.has));
      reckonedFrom.set(conceptId, digest);
    }
    countThen = kept.pass.photoCount;
    const later = new Set(library.storedAfter(kept.pass.lastVectorId).photoIds);
    for (const id of matrix.ids()) covered.set(id, !later.has(id));
    for (const id of later) changedPhotos.add(id);
    isFirst = false;
    resolveAll = true;
  }

  /** Photos with a vector that the lists know nothing of; those that went are taken out of the lists. */
  function photosToAsk(matrix: Matrix): number[] {
    const stored = library.storedAfter(lastVectorId);
    lastVectorId = stored.lastId;
    if (isFirst) {
      isFirst = false;
      resolveAll = true;
      changedPhotos.clear();
      return Array.from(matrix.ids());
    }
    const asked = new Set([...changedPhotos, ...stored.photoIds]);
    changedPhotos.clear();
    for (const id of stored.photoIds) covered.set(id, false);
    const fresh: number[] = [];
    for (const id of asked) {
      toResolve.add(id);
      if (matrix.has(id)) {
        if (!covered.has(id)) fresh.push(id);
      } else if (covered.has(id)) {
        covered.set(id, false);
        setPhoto(id, new Map());
      }
    }
    return fresh;
  }

  async function scanOne({ concept: { id }, digest, least }: Basis, matrix: Matrix): Promise<void> {
    prepared.delete(id);
    const concept = preparedOf(id);
    setFound(id, concept ? await scan(() => deps.matrix() ?? matrix, concept, pause, least) : noScores);
    reckonedFrom.set(id, digest);
    await pause();
  }

  function setFound(conceptId: string, list: ScoreList): void {
    const least = Math.min(...[conceptId, ...wider(conceptId)].map(thresholdOf), 1);
    // Only where it is or was suggested does anything follow from it.
    for (const one of [book.found(conceptId), list])
      for (let at = 0; at < one.count; at++)
        if ((one.chances[at] ?? 0) >= Math.floor(least * 255)) toResolve.add(one.ids[at] ?? 0);
    book.setFound(conceptId, list);
    toKeep.add(conceptId);
    gone.delete(conceptId);
    isPassKept = false;
  }

  function drop(conceptId: string): void {
    setFound(conceptId, noScores);
    reckonedFrom.delete(conceptId);
    prepared.delete(conceptId);
    toKeep.delete(conceptId);
    gone.add(conceptId);
  }

  /** Every concept about some photos: 0.8 ms each. */
  async function askAbout(photoIds: readonly number[]): Promise<void> {
    for (const id of photoIds) {
      const vector = deps.vectorOf(id)?.slice();
      if (vector === undefined || deps.matrix()?.has(id) !== true) continue;
      const chances = new Map<string, number>();
      for (const [conceptId, { least }] of bases?.byId ?? []) {
        const concept = preparedOf(conceptId);
        if (concept === undefined) continue;
        const probability = chanceAt(concept.line, dot(concept.vector, vector));
        if (probability >= least) chances.set(conceptId, byteOf(probability));
      }
      setPhoto(id, chances);
      covered.set(id, true);
      toResolve.add(id);
      await pause();
    }
  }

  function setPhoto(id: number, chances: ReadonlyMap<string, number>): void {
    for (const conceptId of book.setPhoto(id, chances)) toKeep.add(conceptId);
    isPassKept = false;
  }

  async function resolve(): Promise<void> {
    const now = bases;
    if (now === undefined) return;
    const rules = { vocabulary: now.vocabulary, answers: answersBetween, thresholdOf };
    if (resolveAll) {
      resolveAll = false;
      toResolve.clear();
      for (let from = 0; from <= covered.most(); from += idsAtOnce) {
        book.resolve(from, from + idsAtOnce - 1, rules);
        await pause();
      }
      return;
    }
    const ids = [...toResolve].sort((a, b) => a - b);
    toResolve.clear();
    for (let at = 0; at < ids.length;) {
      const from = ids[at] ?? 0;
      let end = at;
      while (end < ids.length && (ids[end] ?? 0) < from + idsAtOnce) end++;
      // Few photos one by one, many at once.
      if (end - at > 16) book.resolve(from, ids[end - 1] ?? from, rules);
      else for (const id of ids.slice(at, end)) book.resolve(id, id, rules);
      at = end;
      await pause();
    }
  }

  function answersBetween(from: number, to: number): Map<number, Answered> {
    if (bases === undefined) return new Map();
    return settledBy(deps.answers.between(from, to), deps.answers.keywordsBetween(from, to), bases.vocabulary);
  }

  function thresholdOf(conceptId: string): number {
    return bases?.vocabulary.byId.get(conceptId)?.suggestAt ?? bases?.fit.suggestAt ?? 1;
  }

  function wider(conceptId: string): string[] {
    const all: string[] = [];
    const byId = bases?.vocabulary.byId;
    for (let at = byId?.get(conceptId)?.parent; at !== undefined && !all.includes(at); at = byId?.get(at)?.parent)
      all.push(at);
    return all;
  }

  function preparedOf(conceptId: string): LearnedConcept | undefined {
    const basis = bases?.byId.get(conceptId);
    if (basis === undefined || by === undefined || bases === undefined) return undefined;
    if (!prepared.has(conceptId)) prepared.set(conceptId, concepts.prepare(basis, bases.fit, by));
    return prepared.get(conceptId);
  }

  function tell(is: SuggestionsState['state'], done: number): void {
    const total = deps.matrix()?.count ?? 0;
    state = { state: is, done, total, openCount: book.openCount() };
    deps.onNews();
  }

  function takeKept(isLostPart: boolean): KeptSuggestions | undefined {
    if (isLostPart && inHands.ids.length + inHands.gone.length > 0) {
      for (const id of inHands.ids) if (reckonedFrom.has(id)) toKeep.add(id);
      for (const id of inHands.gone) if (!reckonedFrom.has(id)) gone.add(id);
      inHands = { ids: [], gone: [] };
      isPassKept = false;
    }
    if (running !== undefined || isPassKept) return undefined;
    const ids = [...toKeep].slice(0, conceptsAtOnce);
    for (const id of ids) toKeep.delete(id);
    const goneNow = [...gone];
    gone.clear();
    inHands = { ids, gone: goneNow };
    isPassKept = toKeep.size === 0;
    return {
      modelKey: deps.modelKey,
      concepts: ids.flatMap((conceptId) => {
        const digest = reckonedFrom.get(conceptId);
        return digest === undefined ? [] : [{ conceptId, reckonedFrom: digest, ...bytesOf(book.found(conceptId)) }];
      }),
      gone: goneNow,
      pass: isPassKept ? { lastVectorId, photoCount: countThen } : undefined,
    };
  }
}
export type TagPass = ReturnType<typeof createTagPass>;

/** New photos are gathered for so long. */
const gatheringMs = 1_000;
/** So many new photos are asked about one by one before it is quicker to scan the library for each concept. */
const fewestForScan = 500;
/** Photo ids of which the consequences are reckoned at once: about 2 ms. */
const idsAtOnce = 512;
/** Lists that are handed over to be kept at once: a transaction of some 100 KB. */
const conceptsAtOnce = 64;

/** One byte a photo id. */
function createFlags() {
  let flags = new Uint8Array(1024);
  let most = 0;
  return {
    has: (id: number): boolean => flags[id] === 1,
    most: (): number => most,
    set(id: number, value: boolean): void {
      if (id >= flags.length) {
        const longer = new Uint8Array(Math.max(id + 1, Math.ceil(flags.length * 1.25)));
        longer.set(flags);
        flags = longer;
      }
      most = Math.max(most, id);
      flags[id] = value ? 1 : 0;
    },
  };
}
