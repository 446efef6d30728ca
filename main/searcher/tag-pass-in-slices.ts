/** @file Runs in the searcher process. */
import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { KeptSuggestions } from '../db/suggestions.ts';
import type { Cutoff } from '../search/cutoff.ts';
import { chanceAt } from '../tags/chance.ts';
import type { Matrix } from '../search/matrix.ts';
import { settledBy } from '../tags/given.ts';
import { scan } from '../tags/scan.ts';
import { byteOf, bytesOf, noScores, onlyThose, type ScoreList, scoreListFrom } from '../tags/score-list.ts';
import type { Answered } from '../tags/suggest.ts';
import { createSuggestionBook } from '../tags/suggestion-book.ts';
import { bestDot } from '../util/best-dot.ts';
import { createCoverage } from './coverage.ts';
import { createKeepLedger } from './keep-ledger.ts';
import type { TagPass, TagPassDeps } from './tag-pass.ts';
import type { Bases, Basis, LearnedConcept } from './taught-concepts.ts';

/**
 * Keeps the suggestions of the whole library as photos, answers and the vocabulary are. [Note: A pass in slices]
 *
 * [Note: A pass in slices] One scan of the matrix gives a concept's chances for every photo in 4 ms per 100,000, so a
 * change of a concept (its words, its examples) scans again for that concept alone, and a change of a photo asks every
 * concept about that photo alone. After each such slice other work has its turn, and while a question is being answered
 * the pass waits. What follows for each photo (wider concepts, exclusions, answers) is reckoned afterwards, by ranges of
 * photo ids.
 */
export function createTagPass(deps: TagPassDeps): TagPass {
  const { library, concepts, pause } = deps;
  const book = createSuggestionBook();
  let bases: Bases | undefined;
  let by: Cutoff | undefined;
  let prepared = new Map<string, LearnedConcept | undefined>();
  /** What each list of the book was reckoned from. */
  const reckonedFrom = new Map<string, string>();
  const coverage = createCoverage();
  const ledger = createKeepLedger();
  /** How many photos there were when all of them were scanned. */
  let countThen = 0;
  /** Photos that the scans that are under way are about. */
  const inScans: number[] = [];
  /** Nothing was left to do when the database was as it was then. */
  let isDone = false;
  let versionThen: unknown;
  let resolveAll = false;
  const toResolve = new Set<number>();
  let state: SuggestionsState = { state: 'unavailable', done: 0, total: 0, openCount: 0 };
  let running: Promise<void> | undefined;
  let gathering: Promise<void> | undefined;
  let isAskedAgain = false;
  /** Those who wait until concepts are known as the answers are now. */
  const waiting: (() => void)[] = [];
  let stopped = false;
  const isStopped = () => stopped;

  return {
    book,
    state: () => state,
    bases: () => bases,
    knows: (photoId) => by !== undefined && reckonedFrom.size > 0 && coverage.has(photoId),
    thresholdOf,
    preparedOf,
    photosChanged(photoIds) {
      coverage.hear(photoIds);
      // An answer is followed at once; photos that are being read come by the dozen, and are waited for.
      return photoIds.every(coverage.has) ? poke() : later();
    },
    poke,
    learned: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        poke().catch(() => undefined); // whoever waits for the photos too is told
      }),
    keep: takeKept,
    stop() {
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

  function poke(): Promise<void> {
    isAskedAgain = true;
    running ??= run().finally(() => {
      running = undefined;
      for (const resolve of waiting.splice(0)) resolve(); // it was stopped, or broke
      if (!ledger.isAllKept()) deps.onNews(); // what was found may be kept now
    });
    return running;
  }

  async function run(): Promise<void> {
    await pause(); // what came together is done together
    while (isAskedAgain && !isStopped()) {
      isAskedAgain = false;
      await round();
    }
    // Asked again while it went over the last photos, it may have found nothing left to do.
    if (state.state === 'working' && !isStopped()) tellEnd();
  }

  async function round(): Promise<void> {
    // Who comes from now on may know of a later answer, and waits for the next round.
    const waited = waiting.splice(0);
    const begun = await begin().finally(() => waited.forEach((resolve) => resolve()));
    if (begun !== undefined) await goOver(begun.matrix, begun.now);
  }

  /** Looks at the answers and the words. @returns undefined where there is nothing to do */
  async function begin(): Promise<{ matrix: Matrix; now: Bases } | undefined> {
    const matrix = deps.matrix();
    const cutoff = await deps.cutoff();
    const version = deps.version();
    if (version === versionThen && !coverage.hasNews() && by === cutoff && isDone) return undefined;
    versionThen = version;
    isDone = false;
    const now = await concepts.refresh();
    if (isStopped() || matrix === undefined || cutoff === undefined || now === undefined) return undefined;
    if (bases?.vocabulary !== now.vocabulary) resolveAll = true;
    bases = now;
    if (by !== cutoff) {
      if (by === undefined) load(now, matrix);
      else reckonedFrom.clear(); // the library is twice as large: what is usual in it is another
      by = cutoff;
      prepared = new Map();
    }
    return { matrix, now };
  }

  async function goOver(matrix: Matrix, now: Bases): Promise<void> {
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
      coverage.know(inScans.splice(0));
      await askAbout(fresh);
      isDone = true;
    } else coverage.hear(fresh);
    await resolve();
    if (!isAskedAgain) tellEnd();
  }

  /** What index.db kept, as far as it still holds. */
  function load(now: Bases, matrix: Matrix): void {
    const kept = deps.stored();
    coverage.startAfter(library.lastStored());
    if (kept === undefined || matrix.count >= 2 * kept.pass.photoCount) return;
    for (const { conceptId, reckonedFrom: digest, photoIds, chances } of kept.concepts) {
      const list = scoreListFrom(photoIds, chances);
      if (list === undefined || now.byId.get(conceptId)?.digest !== digest) continue;
      book.setFound(conceptId, onlyThose(list, matrix.has));
      reckonedFrom.set(conceptId, digest);
    }
    countThen = kept.pass.photoCount;
    coverage.restore(matrix.ids(), library.storedAfter(kept.pass.lastVectorId).photoIds);
    resolveAll = true;
  }

  /** Photos with a vector that the lists know nothing of; those that went are taken out of the lists. */
  function photosToAsk(matrix: Matrix): readonly number[] {
    const { fresh, gone, heardOf, isAll } = coverage.look(library.storedAfter(coverage.lastVectorId()), matrix);
    if (isAll) resolveAll = true;
    for (const id of heardOf) toResolve.add(id);
    for (const id of gone) setPhoto(id, new Map());
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
    ledger.changed(conceptId);
  }

  function drop(conceptId: string): void {
    setFound(conceptId, noScores);
    reckonedFrom.delete(conceptId);
    prepared.delete(conceptId);
    ledger.dropped(conceptId);
  }

  /** Every concept about some photos: 0.8 ms each. */
  async function askAbout(photoIds: readonly number[]): Promise<void> {
    for (const id of photoIds) {
      const parts = deps.partsOf(id);
      if (parts.length === 0 || deps.matrix()?.has(id) !== true) continue;
      const chances = new Map<string, number>();
      for (const [conceptId, { least }] of bases?.byId ?? []) {
        const concept = preparedOf(conceptId);
        if (concept === undefined) continue;
        const probability = chanceAt(concept.line, bestDot(parts, concept.vector));
        if (probability >= least) chances.set(conceptId, byteOf(probability));
      }
      setPhoto(id, chances);
      coverage.know([id]);
      toResolve.add(id);
      await pause();
    }
  }

  function setPhoto(id: number, chances: ReadonlyMap<string, number>): void {
    for (const conceptId of book.setPhoto(id, chances)) ledger.changed(conceptId);
    ledger.touched();
  }

  async function resolve(): Promise<void> {
    const now = bases;
    if (now === undefined) return;
    const rules = { vocabulary: now.vocabulary, answers: answersBetween, thresholdOf };
    if (resolveAll) {
      resolveAll = false;
      toResolve.clear();
      for (let from = 0; from <= coverage.most(); from += idsAtOnce) {
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

  function tellEnd(): void {
    // Photos that came meanwhile are gathered, and asked about a moment later.
    const there = deps.matrix();
    tell('idle', there === undefined ? 0 : there.count - coverage.waitingCount(there));
  }

  function tell(is: SuggestionsState['state'], done: number): void {
    const total = deps.matrix()?.count ?? 0;
    state = { state: is, done, total, openCount: book.openCount() };
    deps.onNews();
  }

  function takeKept(isLostPart: boolean): KeptSuggestions | undefined {
    if (isLostPart) ledger.lost((id) => reckonedFrom.has(id));
    const part = running === undefined ? ledger.take() : undefined;
    if (part === undefined) return undefined;
    return {
      modelKey: deps.modelKey,
      concepts: part.conceptIds.flatMap((conceptId) => {
        const digest = reckonedFrom.get(conceptId);
        return digest === undefined ? [] : [{ conceptId, reckonedFrom: digest, ...bytesOf(book.found(conceptId)) }];
      }),
      gone: [...part.gone],
      pass: part.isLast ? { lastVectorId: coverage.lastVectorId(), photoCount: countThen } : undefined,
    };
  }
}
/** New photos are gathered for so long. */
const gatheringMs = 1_000;
/** So many new photos are asked about one by one before it is quicker to scan the library for each concept. */
const fewestForScan = 500;
/** Photo ids of which the consequences are reckoned at once: about 2 ms. */
const idsAtOnce = 512;
