import path from 'node:path';
import { createAnswerReader } from '../../../main/db/answers.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createStoredSuggestions } from '../../../main/db/suggestions.ts';
import { createTags } from '../../../main/db/tags.ts';
import { starter } from '../../../main/models/starter.ts';
import { createSearcher, type Searcher } from '../../../main/searcher/host.ts';
import { foldName } from '../../../main/tags/vocabulary.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { createAsking } from '../search/through-searcher.ts';
import { madeLibrary, type MadeLibrary } from '../shared/made-library.ts';
import { resourcesFolder, starterFolder } from '../shared/model.ts';
import { measured, promised } from '../shared/report.ts';
import { rest, type Bench } from '../shared/scale.ts';
import { median, percentile } from '../shared/statistics.ts';
import { photoByPhoto } from './photo-by-photo.ts';

/**
 * The pass that suggests tags for a whole library, in the real searcher process: how long, beside asking every concept
 * about photo after photo, what a search waits for it, and how fast an answer is learned.
 */
export const tagsBench: Bench = async (scale, tell) => {
  const library = await madeLibrary(scale, scale.isQuick ? 2_000 : 100_000);
  const at = `at ${library.count / 1_000}k`;
  using db = openDatabases({ folder: library.folder });
  const forget = () =>
    db.transaction(() => db.sql.exec('DELETE FROM idx.suggestions; DELETE FROM idx.suggestion_passes'));

  forget();
  scale.say(`a pass over ${library.count.toLocaleString('en')} photos`);
  {
    using searcher = start(library);
    await searcher.ready();
    const stored = createStoredSuggestions(db);
    const passed = await passOf(searcher, (part) => db.transaction(() => stored.keep(part)));
    const concepts = await photoByPhoto(scale, library);
    const plainS = (concepts.perPhotoMs * library.count) / 1_000;
    const of = `${concepts.count} concepts, ${passed.openCount.toLocaleString('en')} suggestions`;
    tell(promised(`all photos against all concepts ${at}`, passed.tookMs / 1_000, 's', { atMost: 20 }, of));
    tell(measured(`the same photo by photo ${at}`, plainS, 's', `${concepts.perPhotoMs.toFixed(2)} ms a photo, of ${concepts.photos}`)); // prettier-ignore
    tell(measured('a pass is so many times as fast', (plainS * 1_000) / passed.tookMs, 'x'));

    const { learnMs, reviewMs } = await learning(searcher, db, library);
    tell(promised(`an answer learned, and the next questions ${at}, median`, median(learnMs), 'ms', { below: 100 }, '20 confirmed photos, through two processes')); // prettier-ignore
    tell(promised(`the next ten questions ${at}, p95`, percentile(reviewMs, 95), 'ms', { below: 50 }, `${reviewMs.length} times`)); // prettier-ignore
  }
  {
    scale.say('a start that reads what the last pass found');
    using searcher = start(library);
    await searcher.ready();
    const { tookMs } = await passOf(searcher, () => undefined);
    tell(
      measured(`suggestions after a start ${at}`, tookMs, 'ms', 'read from index.db, from when the searcher is ready'),
    );
  }
  forget();
  {
    scale.say('questions during a pass');
    using searcher = start(library);
    await searcher.ready();
    const ask = createAsking(searcher);
    const timesMs: number[] = [];
    const progress = { isDone: false };
    const pass = passOf(searcher, () => undefined).then(() => (progress.isDone = true));
    while (!progress.isDone || timesMs.length < 20) {
      timesMs.push(await ask());
      await rest(100);
    }
    await pass;
    const quietMs: number[] = [];
    for (let asked = 0; asked < Math.min(timesMs.length, 100); asked++) {
      quietMs.push(await ask());
      await rest(100);
    }
    const slower = median(timesMs) - median(quietMs);
    tell(promised(`words to ranked photos during a pass ${at}, p95`, percentile(timesMs, 95), 'ms', { below: 50 }, `${timesMs.length} questions; after it ${percentile(quietMs, 95).toFixed(0)} ms`)); // prettier-ignore
    tell(promised(`what a question waits for the pass ${at}, median`, slower, 'ms', { below: 10 }));
  }
  forget();
};

/** Until the pass is over all photos, and everything it found was handed over. */
async function passOf(
  searcher: Searcher,
  keep: (part: NonNullable<Awaited<ReturnType<typeof news>>['keep']>) => void,
): Promise<{ tookMs: number; openCount: number }> {
  const startMs = performance.now();
  let tookMs: number | undefined;
  for (let after = 0; ;) {
    const heard = await news(searcher, after);
    after = heard.version;
    if (heard.keep !== undefined) keep(heard.keep);
    const { state, done, total, openCount } = heard.state;
    if (state !== 'idle' || done < total || total === 0) continue;
    tookMs ??= performance.now() - startMs;
    if (heard.keep === undefined || heard.keep.pass !== undefined) return { tookMs, openCount };
  }
}

function news(searcher: Searcher, after: number) {
  return searcher.ask({ is: 'suggestion-news', after });
}

/** A person who confirms one photo after the other and is asked the next questions. */
async function learning(searcher: Searcher, db: ReturnType<typeof openDatabases>, library: MadeLibrary) {
  const tags = createTags(db, foldName);
  const answers = createAnswerReader(db.sql);
  const learnMs: number[] = [];
  const reviewMs: number[] = [];
  const answered: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const photoId = 1 + ((turn * 997) % library.count);
    db.transaction(() => tags.decide([photoId], { is: 'concept', conceptId: 'dog', names: { en: ['dog'] } }, 'confirmed', Date.now())); // prettier-ignore
    searcher.changed([photoId]);
    answered.push(photoId);
    const startMs = performance.now();
    await searcher.ask({ is: 'review', count: 10, asked: [] });
    learnMs.push(performance.now() - startMs);
    const againMs = performance.now();
    await searcher.ask({ is: 'review', count: 10, asked: [] });
    reviewMs.push(performance.now() - againMs);
  }
  if (answers.ofConcept('dog').length < 20) throw new Error('the answers were not stored');
  db.transaction(() => tags.decide(answered, { is: 'concept', conceptId: 'dog', names: {} }, undefined, Date.now()));
  return { learnMs, reviewMs };
}

function start({ folder }: MadeLibrary): Searcher {
  return createSearcher({
    fork: forkNode,
    setup: {
      libraryFile: path.join(folder, 'library.db'),
      indexFile: path.join(folder, 'index.db'),
      modelId: starter.id,
      modelFolder: starterFolder,
      placesFile: path.join(resourcesFolder, 'places/places.bin'),
      calibrationFolder: path.join(resourcesFolder, 'calibration'),
      vocabulariesFolder: path.join(resourcesFolder, 'vocabularies'),
    },
    log: () => undefined,
  });
}
