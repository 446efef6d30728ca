import os from 'node:os';
import path from 'node:path';
import type { Embedder } from '../../../main/embedder/host.ts';
import { startEmbedder } from '../shared/embedder.ts';
import { processorSeconds } from '../shared/processor-time.ts';
import { measured, notMeasured, promised } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median, spread } from '../shared/statistics.ts';
import { benchFilms, ffmpeg, hasFfmpeg, type MadeFilm } from './make-films.ts';

const rounds = 3;
/** Films read at once, as the library hands them over: one is embedded while the next is decoded. */
const together = 3;
/** Seconds of film read in a second, on two cores. */
const leastTimesRealTime = 30;

/**
 * How fast films become searchable: seconds of film read in a second by the real embedder with its page, all moments
 * found and embedded, beside ffmpeg, which takes one thumbnail of the same film, and which decodes all of it.
 */
export const filmsBench: Bench = async (scale, tell) => {
  if (!hasFfmpeg()) return tell(notMeasured('films', 'there is no ffmpeg here, which makes them and is the peer'));
  const films = await benchFilms(scale);
  const embedder = startEmbedder(scale.say);
  try {
    await embedder.embed(films[0]?.file ?? '', () => false); // the page is opened
    for (const film of films) {
      const [own, thumbnail, all] = [spent(), spent(), spent()];
      for (let round = 0; round < (scale.isQuick ? 1 : rounds); round++) {
        await rest(scale.isQuick ? 50 : 500);
        const moments = await own.of(() => readFilms(embedder, film));
        scale.say(`${moments} moments, load ${os.loadavg()[0]?.toFixed(1)}`);
        await thumbnail.of(() => takeThumbnail(film, scale.folder));
        await all.of(() => decodeAll(film));
      }
      const filmSeconds = together * film.seconds;
      const times = own.wall.map((seconds) => filmSeconds / seconds);
      const name = `films ${film.name}`;
      const note = `${spread(times, 0)}; ${own.cpuNote(filmSeconds)}`;
      tell(promised(name, median(times), 'x real time', { atLeast: leastTimesRealTime }, note));
      tell(measured('ffmpeg: one thumbnail of it', median(thumbnail.wall), 's', thumbnail.cpuNote(film.seconds)));
      tell(measured('ffmpeg: all of it decoded', film.seconds / median(all.wall), 'x real time', all.cpuNote(film.seconds)));
    }
  } finally {
    await embedder.stop();
  }
}; // prettier-ignore

async function readFilms(embedder: Embedder, { file }: MadeFilm): Promise<number> {
  const films = await Promise.all(Array.from({ length: together }, () => embedder.embed(file, () => false)));
  return films[0]?.parts?.length ?? 0;
}

function takeThumbnail({ file }: MadeFilm, folder: string): void {
  const picture = path.join(folder, 'thumbnail.jpg');
  ffmpeg(['-skip_frame', 'nokey', '-i', file, '-vf', 'thumbnail=12,scale=512:-2', '-frames:v', '1', picture]);
}

function decodeAll({ file }: MadeFilm): void {
  ffmpeg(['-i', file, '-f', 'null', '-']);
}

/** Time by the clock on the wall and of the processor, of each time that something is done. */
function spent() {
  const wall: number[] = [];
  const cpu: number[] = [];
  return {
    wall,
    async of<T>(work: () => T | Promise<T>): Promise<T> {
      const startedAt = performance.now();
      const before = processorSeconds();
      const result = await work();
      wall.push((performance.now() - startedAt) / 1000);
      const after = processorSeconds();
      if (before !== undefined && after !== undefined) cpu.push(after - before);
      return result;
    },
    /** What a machine that does nothing else could make of it: two cores, both busy. */
    cpuNote: (filmSeconds: number): string =>
      cpu.length === 0
        ? ''
        : `${median(cpu).toFixed(1)} s of processor: ${((2 * filmSeconds) / median(cpu)).toFixed(0)} x if two cores had nothing else to do`,
  };
}
