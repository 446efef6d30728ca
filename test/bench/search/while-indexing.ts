import { startEmbedder } from '../shared/embedder.ts';
import type { MadeLibrary } from '../shared/made-library.ts';
import { depth } from '../shared/model.ts';
import { benchPhotos } from '../shared/photos.ts';
import { rest, type Scale } from '../shared/scale.ts';
import { createAsking, startSearcher } from './through-searcher.ts';

/** A person types while photos are indexed: several times a second, with pauses. */
const pauseMs = 100;

/**
 * Questions to the searcher while the embedder process works on 12-megapixel photos at full depth. After each photo the
 * searcher is told that one changed, as after a COMMIT, so that it reads rows again.
 */
export async function whileIndexing(
  scale: Scale,
  library: MadeLibrary,
): Promise<{ timesMs: number[]; photosPerSecond: number }> {
  const photos = await benchPhotos(scale);
  using searcher = startSearcher(library);
  await searcher.ready();
  const embedder = startEmbedder(scale.say);
  let isOver = false;
  let done = 0;
  const work = async (first: number) => {
    for (let at = first; !isOver; at += depth) {
      await embedder.embed(photos[at % photos.length]!, () => false);
      done++;
      searcher.changed([1 + ((done * 7919) % library.count)]);
    }
  };
  try {
    const working = Promise.all(Array.from({ length: depth }, (_, first) => work(first)));
    const ask = createAsking(searcher);
    while (done < depth) {
      await rest(20);
      await Promise.race([working, rest(0)]); // what went wrong there is told here
    }
    for (let at = 0; at < 3; at++) await ask();
    const [startMs, doneBefore] = [performance.now(), done];
    const timesMs: number[] = [];
    for (let at = 0; at < (scale.isQuick ? 10 : 200); at++) {
      timesMs.push(await ask());
      await rest(pauseMs);
    }
    const photosPerSecond = (done - doneBefore) / ((performance.now() - startMs) / 1000);
    isOver = true;
    await working;
    return { timesMs, photosPerSecond };
  } finally {
    isOver = true;
    await embedder.stop();
  }
}
