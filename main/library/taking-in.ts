import type { PreciousCounts } from '../../preload/contract/backup.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { createIncoming, type IncomingPiece } from '../db/incoming.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import { type Breathing, createBreathing } from '../util/breathing.ts';
import type { AnswerFiles, ConceptOf } from './answer-files.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import { failureOf } from './mistake-failure.ts';
import type { PreciousFile } from './precious-file.ts';
import { piecesOf, type PreciousPiece } from './precious-pieces.ts';
import { createPreciousTaking, nothingTaken, type Taken } from './precious-taking.ts';
import type { VocabularyFiles } from './vocabulary-files.ts';

/** A click waits for no more than this, and what is written for it. */
const sliceMs = 4;
/** Some 30 kB, put or read in 1 ms. */
const itemsAtOnce = 100;

type Kind = PreciousPiece['kind'] | 'vocabulary';

/** Takes files of everything precious in, a few milliseconds at a time, and goes on with one that was cut short. [Note: Taking in] */
export function createTakingIn(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Pick<Texts, 'index'>;
  vocabulary: Pick<EffectiveVocabulary, 'loaded' | 'changed'>;
  vocabularyFiles: Pick<VocabularyFiles, 'previewText' | 'apply'>;
  answers: Pick<AnswerFiles, 'takeOne' | 'findConcepts'>;
  now: () => number;
  /** After COMMIT, with all photos that something was said of. */
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, vocabulary, vocabularyFiles } = deps;
  const incoming = createIncoming<Kind>(db);
  const taking = createPreciousTaking({ ...deps, albumNumbers: incoming });
  let running: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  let found: { of: unknown; conceptOf: ConceptOf } | undefined;

  return {
    /** What a file would add, and how many photos it speaks of; nothing is changed. */
    async count(file: PreciousFile): Promise<{ adds: PreciousCounts; photoCount: number }> {
      const taken = nothingTaken();
      const count = taking.counting(taken);
      const conceptOf = await deps.answers.findConcepts();
      let photoCount = 0;
      await eachOf(file, (piece) => {
        if (piece.kind === 'photo') photoCount++;
        count(piece, conceptOf);
      });
      return { adds: taken.counts, photoCount };
    },
    /**
     * @param vocabularyText what `vocabularyFiles` reads
     * @returns what was added, also where a stop came in between: the next start goes on
     * @throws Failure 'disk-full', 'read-only': before all of the file was laid down nothing is changed, after that the next start goes on
     */
    takeIn: (file: PreciousFile, vocabularyText: string): Promise<PreciousCounts> =>
      afterOthers(async () => {
        await finish();
        try {
          await layDown(file, vocabularyText);
        } catch (error) {
          // What is left of it is no file, and the next start throws it away where it can't be now.
          await throwAway().catch(() => undefined);
          throw error;
        }
        return finish();
      }),
    /** What an earlier end left: it is finished, or thrown away where not all of it had been laid down. */
    goOn: (): Promise<PreciousCounts> => afterOthers(finish),
    async stop(): Promise<void> {
      isStopped = true;
      await running;
    },
  };

  function afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const result = running.then(work);
    running = result.catch(() => undefined); // told to whoever asked for it
    return result;
  }

  async function eachOf(file: PreciousFile, work: (piece: PreciousPiece) => void): Promise<void> {
    const { breathe } = createBreathing(sliceMs);
    for (const piece of piecesOf(file)) {
      if (piece !== undefined) work(piece);
      await breathe();
    }
  }

  async function layDown(file: PreciousFile, vocabularyText: string): Promise<void> {
    db.transaction(() => incoming.put('vocabulary', [vocabularyText]));
    let laid: { kind: Kind; items: unknown[] } = { kind: 'photo', items: [] };
    const put = () => {
      if (laid.items.length > 0) db.transaction(() => incoming.put(laid.kind, laid.items));
    };
    await eachOf(file, ({ kind, item }) => {
      if (kind !== laid.kind || laid.items.length >= itemsAtOnce) {
        put();
        laid = { kind, items: [] };
      }
      laid.items.push(item);
    });
    db.transaction(() => {
      if (laid.items.length > 0) incoming.put(laid.kind, laid.items);
      incoming.close();
    });
  }

  async function throwAway(): Promise<void> {
    const { breathe } = createBreathing(sliceMs);
    while (!isStopped && db.transaction(incoming.dropSome)) await breathe();
  }

  async function finish(): Promise<PreciousCounts> {
    const taken = nothingTaken();
    if (!incoming.isWhole()) await throwAway();
    else {
      let mistake: FailureReport | undefined;
      const breathing = createBreathing(sliceMs);
      for (let piece = incoming.next(); piece !== undefined && !isStopped; piece = incoming.next())
        if (piece.kind === 'vocabulary') mistake = await takeVocabulary(piece);
        else await takeItems(piece, taken, breathing);
      if (!isStopped) db.transaction(incoming.end);
      vocabulary.changed();
      deps.onChanged([...taken.touched]);
      if (mistake !== undefined) throw failureOf(mistake);
    }
    return taken.counts;
  }

  /**
   * Killed behind it, it is read once more, and changes nothing then.
   * @returns why the words were not taken: another version of the app has come in between. All else is taken.
   */
  async function takeVocabulary(piece: IncomingPiece<Kind>): Promise<FailureReport | undefined> {
    const concepts = await vocabularyFiles.previewText(String(piece.items[0]), '');
    const isReady = concepts.is === 'ready';
    if (isReady && concepts.addedCount + concepts.changedCount > 0) await vocabularyFiles.apply(concepts.importId);
    db.transaction(() => incoming.took(piece, 1));
    return isReady ? undefined : concepts.mistakes[0]?.error;
  }

  async function takeItems(piece: IncomingPiece<Kind>, taken: Taken, breathing: Breathing): Promise<void> {
    const { kind, items } = piece;
    for (let at = piece.done; at < items.length && !isStopped;) {
      const conceptOf = await concepts();
      // Run again where it met damage, it counts anew.
      const slice = db.transaction(() => {
        const some = nothingTaken();
        let to = at;
        do
          taking.take({ kind, item: items[to] } as PreciousPiece, conceptOf, some); // as `layDown` put it
        while (++to < items.length && !breathing.isDue());
        incoming.took(piece, to);
        return { some, to };
      });
      at = slice.to;
      add(taken, slice.some);
      await breathing.breathe();
    }
  }

  /** Another time only where the vocabulary is another. */
  async function concepts(): Promise<ConceptOf> {
    const now = await vocabulary.loaded();
    if (found?.of !== now) found = { of: now, conceptOf: await deps.answers.findConcepts() };
    return found.conceptOf;
  }
}
export type TakingIn = ReturnType<typeof createTakingIn>;

function add(all: Taken, some: Taken): void {
  // Of its own keys.
  for (const [what, count] of Object.entries(some.counts)) all.counts[what as keyof PreciousCounts] += count;
  for (const id of some.touched) all.touched.add(id);
}
