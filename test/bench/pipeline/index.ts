import fs from 'node:fs';
import { dot } from '../../../main/util/dot.ts';
import { startEmbedder } from '../shared/embedder.ts';
import { startHelper } from '../shared/helper-process.ts';
import { cores, depth, embedderEnv } from '../shared/model.ts';
import { benchPhotos } from '../shared/photos.ts';
import { measured, promised, type Row } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median, percentile, spread } from '../shared/statistics.ts';
import { type Rate, steadyRate } from '../shared/steady.ts';
import { makePeerModel } from './peer-model.ts';
import { makeRaws } from './make-raws.ts';
import type { PeerAnswer, PeerQuestion } from './peer-process.ts';
import type { StageQuestion } from './stages-process.ts';
import { throughLibrary } from './through-library.ts';

const rounds = 3;

/**
 * Photos a second of the whole pipeline, of its stages alone and of transformers.js: taken in turn, three times, with a
 * rest in between, so that whatever else the machine does falls on all of them.
 */
export const pipelineBench: Bench = async (scale, tell) => {
  const photos = await benchPhotos(scale);
  const bytes = photos.map((file) => fs.statSync(file).size);
  tell(measured('photos', photos.length, 'files', `median ${(median(bytes) / 1e6).toFixed(2)} MB`));
  const window = scale.isQuick ? { warmUpMs: 300, windowMs: 1500 } : { warmUpMs: 1500, windowMs: 8000 };

  using stages = startHelper<StageQuestion, Rate>('pipeline/stages-process.ts', { photos }, embedderEnv);
  using peer = startHelper<PeerQuestion, PeerAnswer>('pipeline/peer-process.ts', {
    photos,
    models: makePeerModel(scale.folder),
  });
  const embedder = startEmbedder(scale.say);
  try {
    const ours = photos.slice(0, 8).map((file) => embedder.embed(file, () => false));
    const vectors = (await Promise.all(ours)).map(({ parts }) => parts?.[0]?.vector ?? new Float32Array());
    const theirs = await peer.ask({ is: 'vectors', count: vectors.length });
    if (theirs.is !== 'vectors') throw new Error('the peer answered something else');
    const cosines = vectors.map((vector, at) => dot(vector, theirs.vectors[at] ?? new Float32Array()));
    const one = async (at: number) => {
      await embedder.embed(photos[at % photos.length]!, () => false);
      return 1;
    };
    const raws = await makeRaws(photos, scale.folder);
    const oneRaw = async (at: number) => {
      await embedder.embed(raws[at % raws.length]!, () => false);
      return 1;
    };
    const ways: Record<string, () => Promise<Rate>> = {
      decode: () => stages.ask({ is: 'decode', ...window }),
      inference: () => stages.ask({ is: 'inference', ...window }),
      pipeline: () => steadyRate({ depth, ...window }, one),
      'raw files': () => steadyRate({ depth, ...window }, oneRaw),
      'peer one by one': () => askPeer(1),
      'peer by four': () => askPeer(4),
    };
    const askPeer = async (atOnce: number): Promise<Rate> => {
      const answer = await peer.ask({ is: 'rate', atOnce, ...window });
      if (answer.is !== 'rate') throw new Error('the peer answered something else');
      return answer.rate;
    };
    const taken = new Map<string, Rate[]>(Object.keys(ways).map((name) => [name, []]));
    for (let round = 1; round <= rounds; round++)
      for (const [name, measure] of Object.entries(ways)) {
        await rest(scale.isQuick ? 100 : 1000);
        const rate = await measure();
        taken.get(name)!.push(rate);
        scale.say(`round ${round}: ${name} ${rate.perSecond.toFixed(1)} photos/s`);
      }
    report(taken, cosines, tell);
  } finally {
    await embedder.stop();
  }
  await throughLibrary(scale, photos, tell);
};

function report(
  taken: ReadonlyMap<string, readonly Rate[]>,
  cosines: readonly number[],
  tell: (row: Row) => void,
): void {
  const rates = (name: string) => taken.get(name)!.map(({ perSecond }) => perSecond);
  const rate = (name: string) => median(rates(name));
  const coreSeconds = (name: string) => median(taken.get(name)!.map(({ coreSecondsEach }) => coreSecondsEach));
  const [decode, inference, pipeline] = [rate('decode'), rate('inference'), rate('pipeline')];
  const stage = (title: string, name: string) =>
    measured(
      title,
      rate(name),
      'photos/s',
      `rounds ${spread(rates(name))}; ${ms(coreSeconds(name))} ms of a core each`,
    );
  tell(stage('decode alone', 'decode'));
  tell(stage('inference alone', 'inference'));
  tell(
    measured('whole pipeline', pipeline, 'photos/s', `rounds ${spread(rates('pipeline'))}; ${depth} files in flight`),
  );

  const slower = Math.min(decode, inference);
  const slowerName = decode <= inference ? 'decode' : 'inference';
  // [Note: Two stages on one CPU] in docs/benchmarks.md
  const ceiling = 1 / (1 / decode + 1 / inference);
  const byCoreSeconds = cores / (coreSeconds('decode') + coreSeconds('inference'));
  tell(measured('ceiling of the shared CPU', ceiling, 'photos/s', '1 / (1 / decode + 1 / inference)'));
  tell(promised('pipeline to that ceiling', pipeline / ceiling, 'ratio', { atLeast: 0.9 }));
  tell(
    measured(
      'pipeline to its slower stage alone',
      pipeline / slower,
      'ratio',
      `${slowerName}; at most ${(ceiling / slower).toFixed(2)} where both stages share the cores`,
    ),
  );
  tell(
    measured(
      'pipeline to the core-seconds spent',
      pipeline / byCoreSeconds,
      'ratio',
      `of ${byCoreSeconds.toFixed(1)} photos/s`,
    ),
  );

  tell(stage('RAW files of 25 MB, by their previews', 'raw files'));
  tell(promised('RAW files to JPEGs', rate('raw files') / pipeline, 'ratio', { atLeast: 0.8 }));

  const peers = ['peer one by one', 'peer by four'].map((name) => ({ name, rate: rate(name) }));
  for (const it of peers)
    tell(measured(`transformers.js, ${it.name.slice(5)}`, it.rate, 'photos/s', `rounds ${spread(rates(it.name))}`));
  const best = Math.max(...peers.map((it) => it.rate));
  tell(promised('pipeline to transformers.js at its best', pipeline / best, 'ratio', { atLeast: 2 }));
  tell(
    measured(
      'cosine of our vectors with theirs, p50',
      median(cosines),
      '',
      `least ${percentile(cosines, 0).toFixed(3)}`,
    ),
  );
}

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(1);
}
