import path from 'node:path';
import type { CallOutput } from '../../preload/contract/api.ts';
import type { ImportPreview } from '../../preload/contract/vocabulary.ts';
import { type ConceptChange, readConceptChanges, readOwnLibrary } from '../db/concepts.ts';
import type { Db } from '../db/open.ts';
import { exportOf, type ImportPlan, type PlannedConcept } from '../tags/plan-import.ts';
import { writeVocabularyCsv } from '../tags/vocabulary-csv.ts';
import { writeVocabularyJson } from '../tags/vocabulary-json.ts';
import { Failure } from '../util/failure.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import { planImportAside } from './plan-import-aside.ts';
import { readTextFile } from './read-text-file.ts';
import type { VocabularyPart } from './vocabulary.ts';
import { writeWhole } from './write-whole.ts';

/** 4 MB are some 30,000 concepts. */
const mostMegabytes = 4;
const mostTold = 100;
const mostNamed = 20;

/** Vocabularies as files: a file is taken whole or not at all, and it is told first what it would change. */
export function createVocabularyFiles(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  vocabulary: EffectiveVocabulary;
  part: Pick<VocabularyPart, 'writing' | 'done'>;
  languages: () => readonly string[];
  now: () => number;
}) {
  const { db, vocabulary, part } = deps;
  const { writing } = part;
  let chosen: { importId: number; source: TextSource } | undefined;
  let nextId = 1;

  return {
    async exportTo(file: string, format: 'json' | 'csv'): Promise<{ conceptCount: number }> {
      const concepts = exportOf(
        (await vocabulary.builtIn()).concepts,
        readConceptChanges(db.sql),
        readOwnLibrary(db.sql),
      );
      await writeWhole(file, format === 'csv' ? writeVocabularyCsv(concepts) : writeVocabularyJson(concepts));
      return { conceptCount: concepts.length };
    },
    /** What a file would change; nothing is changed yet. The latest preview can be applied. */
    async preview(file: string): Promise<Exclude<ImportPreview, { is: 'cancelled' }>> {
      const fileName = path.basename(file);
      const read = await readTextFile(file, mostMegabytes);
      if (read.is === 'mistake') {
        chosen = undefined;
        return { is: 'mistakes', fileName, mistakes: [read.mistake], mistakeCount: 1 };
      }
      return preview({ text: read.text, isCsv: isCsv(file) }, fileName);
    },
    /** The same of a vocabulary as JSON that is a part of another file. */
    previewText: (text: string, fileName: string) => preview({ text, isCsv: false }, fileName),
    /** @throws Failure 'stale' for a preview that is not the latest, 'bad-input' where the file goes with the vocabulary no more */
    async apply(importId: number): Promise<CallOutput<'vocabulary.applyImport'>> {
      if (chosen?.importId !== importId) throw new Failure('stale', 'Another file was chosen in the meantime.');
      const { source } = chosen;
      chosen = undefined; // pressed twice, it is taken once
      const { concepts: builtIn, byId } = await vocabulary.builtIn();
      const { added, changed, mistakes } = await plan(source);
      const [first] = mistakes;
      if (first !== undefined) {
        const { kind, message, details } = first.error;
        throw new Failure(kind, message, details && { details });
      }
      db.transaction(() =>
        writing.renaming(builtIn, () => {
          const ids = new Map<string, string>();
          for (const { change } of added) if (change.id.startsWith('new-')) ids.set(change.id, writing.newOwnId());
          const before = new Map(readConceptChanges(db.sql).map((change) => [change.id, change]));
          const after = [...added, ...changed].map(({ change }) => withIds(change, ids));
          for (const change of after) {
            const was = before.get(change.id);
            if (was?.mergedInto === undefined || was.mergedInto === change.mergedInto) continue;
            writing.put({ ...was, mergedInto: undefined }, deps.now());
            writing.moveBack(change.id, was.mergedInto, { ...byId.get(change.id)?.names, ...was.names });
          }
          for (const change of after) writing.put(change, deps.now());
          for (const change of after) {
            const { mergedInto } = change;
            if (mergedInto === undefined || before.get(change.id)?.mergedInto === mergedInto) continue;
            const names = { ...byId.get(mergedInto)?.names, ...after.find(({ id }) => id === mergedInto)?.names };
            writing.moveAnswers(change.id, { id: mergedInto, names });
          }
        }),
      );
      part.done();
      return { addedCount: added.length, changedCount: changed.length };
    },
  };

  async function preview(source: TextSource, fileName: string): Promise<Exclude<ImportPreview, { is: 'cancelled' }>> {
    chosen = undefined;
    const { added, changed, unchangedCount, mistakes } = await plan(source);
    if (mistakes.length > 0)
      return { is: 'mistakes', fileName, mistakes: mistakes.slice(0, mostTold), mistakeCount: mistakes.length };
    chosen = { importId: nextId++, source };
    const names = (all: readonly PlannedConcept[]) => all.slice(0, mostNamed).map(({ name }) => name);
    return {
      is: 'ready',
      importId: chosen.importId,
      fileName,
      addedCount: added.length,
      changedCount: changed.length,
      unchangedCount,
      added: names(added),
      changed: names(changed),
    };
  }

  async function plan(source: TextSource): Promise<ImportPlan> {
    const [language = 'en'] = deps.languages();
    const { concepts: builtIn } = await vocabulary.builtIn();
    for (;;) {
      const changes = readConceptChanges(db.sql);
      const given = { builtIn, changes, library: readOwnLibrary(db.sql), language };
      const planned = await planImportAside({ ...source, given });
      // What the person changed while the thread was at work is not written over.
      if (JSON.stringify(readConceptChanges(db.sql)) === JSON.stringify(changes)) return planned;
    }
  }
}
export type VocabularyFiles = ReturnType<typeof createVocabularyFiles>;

/** A file that was chosen. */
interface TextSource {
  readonly text: string;
  readonly isCsv: boolean;
}

function isCsv(file: string): boolean {
  return ['.csv', '.tsv', '.txt'].includes(path.extname(file).toLowerCase());
}

function withIds(change: ConceptChange, ids: ReadonlyMap<string, string>): ConceptChange {
  const real = (id: string) => ids.get(id) ?? id;
  return {
    ...change,
    id: real(change.id),
    ...(change.parent !== undefined && { parent: real(change.parent) }),
    ...(change.exclusions !== undefined && { exclusions: change.exclusions.map(real) }),
    ...(change.mergedInto !== undefined && { mergedInto: real(change.mergedInto) }),
  };
}
