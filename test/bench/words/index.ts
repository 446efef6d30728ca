import fs from 'node:fs';
import path from 'node:path';
import { createSources } from '../../../main/db/sources.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { readSidecar } from '../../../main/formats/metadata/sidecar.ts';
import { formatOf } from '../../../main/formats/index.ts';
import { jpegSaying, packetOf, type Said } from '../../fixtures/file-library.ts';
import { enterPhotos } from '../../fixtures/photo-rows.ts';
import { benchPhotos } from '../shared/photos.ts';
import { measured } from '../shared/report.ts';
import { type Bench, rest } from '../shared/scale.ts';
import { median } from '../shared/statistics.ts';

const rounds = 5;
const longEdge = 448;

/** As much as a careful person's file says. */
const everything: Said = {
  ...{ taken: '2019-08-07T06:05:04.25+02:00', stars: 4, make: 'Acme', at: [48.8566, 2.3522] },
  words: Array.from({ length: 30 }, (_, at) => `people|family ${at % 5}|name ${at}`),
  caption: 'Three generations at one table. '.repeat(10),
};

/** What reading the words of files costs a photo, in milliseconds of one core, beside decoding it. */
export const wordsBench: Bench = async (scale, tell) => {
  const plain = (await benchPhotos(scale)).slice(0, scale.isQuick ? 4 : 20).map(opened);
  const spoken = plain.map((file) => ({ ...file, bytes: jpegSaying(file.bytes, everything) }));
  const sidecar = Buffer.from(packetOf(everything));
  const files = { plain, spoken };
  const taken = new Map<string, number[]>();
  const measure = async (name: string, count: number, work: (at: number) => Promise<unknown>) => {
    const before = process.cpuUsage();
    for (let at = 0; at < count; at++) await work(at);
    const { user, system } = process.cpuUsage(before);
    taken.set(name, [...(taken.get(name) ?? []), (user + system) / 1000 / count]);
  };
  const keeping = keeper(path.join(scale.folder, 'words'), plain.length);
  try {
    // The first round is for the engine to get warm.
    for (let round = 0; round <= rounds; round++) {
      if (round === 1) taken.clear();
      await rest(scale.isQuick ? 50 : 500);
      for (const [name, some] of Object.entries(files))
        await measure(name, 5 * some.length, (at) => metadataOf(some[at % some.length]!));
      await measure('sidecar', 200, () => Promise.resolve(readSidecar('xmp', sidecar)));
      const says = await metadataOf(spoken[0]!);
      await measure('keep', 200, (at) => Promise.resolve(keeping.keep(at, says)));
      await measure('decode', plain.length, (at) => decode(plain[at % plain.length]!));
    }
  } finally {
    keeping[Symbol.dispose]();
  }
  const cost = (name: string) => median(taken.get(name)!);
  const share = (name: string) => `${((100 * cost(name)) / cost('decode')).toFixed(1)} % of decoding it`;
  tell(measured('the words of a photo that says when and with what', cost('plain'), 'ms', share('plain')));
  tell(
    measured('the words of one with 30 keywords, stars, a place and a caption', cost('spoken'), 'ms', share('spoken')),
  );
  tell(measured('the words of a sidecar', cost('sidecar'), 'ms'));
  tell(measured('keeping what a file says and deriving its photo', cost('keep'), 'ms'));
  tell(measured('decoding the photo, without its vector', cost('decode'), 'ms'));
};

interface Opened {
  readonly path: string;
  readonly bytes: Buffer;
  readonly modifiedAtMs: number;
}

function opened(file: string): Opened {
  return { path: file, bytes: fs.readFileSync(file), modifiedAtMs: 0 };
}

function formatFor(file: Opened) {
  const format = formatOf(file.bytes.subarray(0, 4096));
  if (format === undefined) throw new Error(`${file.path} is no picture`);
  return format;
}

const metadataOf = (file: Opened) => formatFor(file).metadata(file);
const decode = (file: Opened) => formatFor(file).decode(file, { longEdge, shortEdge: 256 });

/** A library with so many photos; each call tells it anew what a file says. */
function keeper(folder: string, count: number) {
  fs.rmSync(folder, { recursive: true, force: true });
  const pictures = path.join(folder, 'pictures');
  fs.mkdirSync(pictures, { recursive: true });
  const files = Array.from({ length: count }, (_, at) => path.join(pictures, `${at}.jpg`));
  for (const file of files) fs.writeFileSync(file, '');
  const db = openDatabases({ folder: path.join(folder, 'library') });
  const ids = enterPhotos(db, pictures, files, 3);
  const fileIds = db.sql.prepare<[], number>('SELECT id FROM files ORDER BY id').pluck().all();
  const sources = createSources(db);
  const texts = createTexts(db);
  return {
    keep: (at: number, says: Parameters<typeof sources.heard>[1]) =>
      db.transaction(() => {
        sources.heard(fileIds[at % count]!, { ...says, rating: at % 5 }, at);
        sources.derive(ids[at % count]!);
        texts.index(ids[at % count]!);
      }),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}
