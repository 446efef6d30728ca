import { readConceptChanges, readOwnLibrary } from '../db/concepts.ts';
import { createGivenAnswers } from '../db/given-answers.ts';
import type { Db } from '../db/open.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createTags } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import { type FileAnswer, writeAnswersCsv } from '../tags/answers-csv.ts';
import type { Mistake } from '../tags/vocabulary-file.ts';
import { allNamesOf, type Concept, foldName, nameIn } from '../tags/vocabulary.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import { readAside } from './read-aside.ts';
import { writeWhole } from './write-whole.ts';

/** About 700,000 answers. */
const mostMegabytes = 200;

export type AnswerFiles = ReturnType<typeof createAnswerFiles>;

/** What a file of answers changes. */
export interface AnswersImport {
  /** Where there are any, nothing is changed. */
  readonly mistakes: readonly Mistake[];
  readonly addedCount: number;
  readonly changedCount: number;
  /** The same answer is there, or a newer one. */
  readonly keptCount: number;
  /** Photos that are not in the library. */
  readonly notFound: readonly { readonly line: number; readonly path: string }[];
}

/** The concept that an answer is about; undefined: it becomes one of the person's own. */
export type ConceptOf = (answer: Pick<FileAnswer, 'conceptId' | 'name'>) => Concept | undefined;

/** The person's answers as a table: photos are told by their path, and by their content wherever they lie. */
export function createAnswerFiles(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Texts;
  vocabulary: EffectiveVocabulary;
  languages: () => readonly string[];
  now: () => number;
}) {
  const { db, vocabulary } = deps;
  const given = createGivenAnswers(db);
  const details = createPhotoDetails(db);
  const tags = createTags(db, foldName);

  return {
    async exportTo(file: string): Promise<{ answerCount: number }> {
      const { byId, mergedInto } = await vocabulary.loaded();
      const [language = 'en'] = deps.languages();
      const library = readOwnLibrary(db.sql);
      const namesKept = new Map(tags.all().map((tag) => [tag.conceptId, tag.names]));
      const answers = given.all().map(({ conceptId, ...rest }) => {
        const id = mergedInto.get(conceptId) ?? conceptId;
        const names = byId.get(id)?.names ?? namesKept.get(conceptId) ?? {};
        return {
          ...rest,
          conceptId: id.startsWith('own-') ? `${id}@${library}` : id,
          name: nameIn(language, { names }),
        };
      });
      await writeWhole(file, writeAnswersCsv(answers));
      return { answerCount: answers.length };
    },
    /** @param isDryRun only tells what it would do */
    async importFrom(file: string, isDryRun: boolean): Promise<AnswersImport> {
      const none = { addedCount: 0, changedCount: 0, keptCount: 0, notFound: [] };
      const read = await readAside({ is: 'answers', file, mostMegabytes });
      if (read.is === 'mistake') return { ...none, mistakes: [read.mistake] };
      const { answers, mistakes } = read;
      if (mistakes.length > 0) return { ...none, mistakes };
      return takeIn(answers, isDryRun);
    },
    /** How answers of another library find their concepts here, as the vocabulary is now. */
    findConcepts,
    takeOne,
  };

  async function takeIn(answers: readonly FileAnswer[], isDryRun: boolean): Promise<AnswersImport> {
    const conceptOf = await findConcepts();
    return db.transaction(() => take(answers, conceptOf, isDryRun));
  }

  function take(answers: readonly FileAnswer[], conceptOf: ConceptOf, isDryRun: boolean): AnswersImport {
    const counts = { added: 0, changed: 0, kept: 0 };
    const notFound: { line: number; path: string }[] = [];
    const touched = new Set<number>();
    for (const answer of answers) {
      const photoId = photoOf(answer);
      if (photoId === undefined) {
        notFound.push({ line: answer.line, path: answer.path ?? answer.content ?? '' });
        continue;
      }
      const outcome = takeOne(photoId, answer, conceptOf, isDryRun);
      counts[outcome]++;
      if (outcome !== 'kept' && !isDryRun) touched.add(photoId);
    }
    for (const photoId of touched) deps.texts.index(photoId);
    vocabulary.changed();
    return {
      mistakes: [],
      addedCount: counts.added,
      changedCount: counts.changed,
      keptCount: counts.kept,
      notFound,
    };
  }

  /**
   * The newer answer stands. Call it inside a transaction; then index the photo's texts, and tell that the vocabulary changed.
   * @returns kept: the same answer is there, or a newer one
   */
  function takeOne(
    photoId: number,
    answer: Omit<FileAnswer, 'line'>,
    conceptOf: ConceptOf,
    isDryRun: boolean,
  ): 'added' | 'changed' | 'kept' {
    const concept = conceptOf(answer);
    const before = concept === undefined ? undefined : given.answerOf(photoId, concept.id);
    const atMs = answer.atMs ?? deps.now();
    if (before !== undefined && (before.isConfirmed === answer.isConfirmed || before.atMs > atMs)) return 'kept';
    if (!isDryRun) {
      const source =
        concept === undefined
          ? ({ is: 'own', name: answer.name?.trim() || (answer.conceptId ?? '') } as const)
          : ({ is: 'concept', conceptId: concept.id, names: allNamesOf(concept) } as const);
      tags.decide([photoId], source, answer.isConfirmed ? 'confirmed' : 'rejected', atMs);
    }
    return before === undefined ? 'added' : 'changed';
  }

  /** The content tells a photo wherever it lies: a path may hold another one by now. */
  function photoOf({ path, content }: FileAnswer): number | undefined {
    if (content !== undefined && content !== '') return given.photoOf(content);
    return path === undefined ? undefined : details.idAt(path);
  }

  async function findConcepts(): Promise<ConceptOf> {
    const { byId, mergedInto, named } = await vocabulary.loaded();
    const library = readOwnLibrary(db.sql);
    const isOwn = new Set(readConceptChanges(db.sql).map(({ id }) => id));
    return ({ conceptId = '', name }) => {
      const [id = '', of] = conceptId.split('@');
      // own-3 of another library is another concept: its name tells which.
      const isHere = of === undefined ? !id.startsWith('own-') || isOwn.has(id) : of === library;
      const byItsId = isHere ? byId.get(mergedInto.get(id) ?? id) : undefined;
      return byItsId ?? (name === undefined ? undefined : named(name));
    };
  }
}
