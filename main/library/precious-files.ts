import path from 'node:path';
import type { PreciousCounts, PreciousPreview } from '../../preload/contract/backup.ts';
import type { Db } from '../db/open.ts';
import { Failure } from '../util/failure.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import { failureOf } from './mistake-failure.ts';
import { createPreciousCollecting } from './precious-collecting.ts';
import { type PreciousFile, writePrecious } from './precious-file.ts';
import { readAside } from './read-aside.ts';
import type { TakingIn } from './taking-in.ts';
import type { VocabularyFiles } from './vocabulary-files.ts';
import { writeWhole } from './write-whole.ts';

/** A million answers are some 250 MB. */
const mostMegabytes = 500;

/** Everything precious as one file, and into another library again. */
export function createPreciousFiles(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  vocabulary: EffectiveVocabulary;
  vocabularyFiles: Pick<VocabularyFiles, 'previewText'>;
  takingIn: TakingIn;
  languages: () => readonly string[];
  now: () => number;
}) {
  const { vocabularyFiles, takingIn } = deps;
  const collect = createPreciousCollecting(deps);
  let chosen: { importId: number; file: PreciousFile } | undefined;
  let nextId = 1;

  return {
    async exportTo(file: string): Promise<PreciousCounts> {
      const made = await collect();
      await writeWhole(file, writePrecious(made));
      return countsOf(made, new Set([...made.photos, ...made.answers].map(({ content }) => content)).size);
    },
    /** What a file would add; nothing is changed yet. The latest preview can be applied. @throws Failure 'bad-input' */
    async preview(file: string): Promise<PreciousPreview> {
      chosen = undefined;
      const read = await readAside({ is: 'precious', file, mostMegabytes });
      if (read.is === 'mistake') throw failureOf(read.mistake.error);
      const given = read.precious;
      const concepts = await vocabularyFiles.previewText(vocabularyOf(given), path.basename(file));
      if (concepts.is === 'mistakes') throw failureOf(concepts.mistakes[0]?.error);
      const { adds, photoCount } = await takingIn.count(given);
      chosen = { importId: nextId++, file: given };
      return {
        importId: chosen.importId,
        fileName: path.basename(file),
        exportedAt: given.exportedAt,
        holds: countsOf(given, photoCount),
        adds,
        conceptsAdded: concepts.addedCount,
        conceptsChanged: concepts.changedCount,
      };
    },
    /**
     * All of it or nothing, whatever ends in between. [Note: Taking in]
     * @throws Failure 'stale' for a preview that is not the latest, 'bad-input' where its words go with the vocabulary no more
     */
    async apply(importId: number): Promise<PreciousCounts> {
      if (chosen?.importId !== importId) throw new Failure('stale', 'Another file was chosen in the meantime.');
      const { file } = chosen;
      chosen = undefined; // pressed twice, it is taken once
      const text = vocabularyOf(file);
      const concepts = await vocabularyFiles.previewText(text, '');
      if (concepts.is === 'mistakes') throw failureOf(concepts.mistakes[0]?.error);
      return takingIn.takeIn(file, text);
    },
    goOn: takingIn.goOn,
    stop: takingIn.stop,
  };
}
export type PreciousFiles = ReturnType<typeof createPreciousFiles>;

/** One concept a line, as the vocabulary's own files are: what is wrong is told by line. */
function vocabularyOf({ vocabulary }: PreciousFile): string {
  return `{"concepts": [\n${vocabulary.concepts.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
}

function countsOf({ photos, answers, albums, searches, stacks }: PreciousFile, photoCount: number): PreciousCounts {
  return {
    photos: photoCount,
    answers: answers.length,
    ratings: photos.filter(({ rating }) => rating !== undefined).length,
    captions: photos.filter(({ caption }) => caption !== undefined).length,
    favourites: photos.filter(({ favourite }) => favourite !== undefined).length,
    hidden: photos.filter(({ hidden }) => hidden !== undefined).length,
    stacks: stacks === undefined ? 0 : stacks.joined.reduce((sum, one) => sum + one.photos.length, stacks.apart.length),
    albums: albums.length,
    searches: searches.length,
  };
}
