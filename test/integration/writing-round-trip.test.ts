import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createSources } from '../../main/db/sources.ts';
import { formatOf } from '../../main/formats/index.ts';
import { createWriting } from '../../main/library/writing.ts';
import { identify } from '../../main/pipeline/identify.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

const root = path.join(import.meta.dirname, '../..');
const exiftool = path.join(root, 'node_modules/exiftool-vendored.pl/bin/exiftool');
const most = 200;

/** What was asked for, what says the same, and where things lie in the file. */
const mayChange =
  /^(File:|System:|ExifTool:|SourceFile|XMP-x:XMPToolkit|XMP-dc:(Subject|Description)|XMP-lr:HierarchicalSubject|XMP-digiKam:TagsList|XMP-xmp:Rating|XMP-microsoft:RatingPercent|IFD0:(Rating|RatingPercent|ImageDescription)|IPTC:(Keywords|Caption-Abstract|CodedCharacterSet|EnvelopeRecordVersion|ApplicationRecordVersion)|Photoshop:IPTCDigest|Composite:|RIFF:WebP_Flags|.*:(ThumbnailOffset|MPImageStart|PreviewImageStart|OtherImageStart|JpgFromRawStart|StripOffsets|Padding))/;

test('written into 200 odd files, nothing of their metadata changes but what was asked for, and undo gives their bytes back', async () => {
  using folder = temporaryFolder();
  const sources = picturesToTry();
  const pictures = path.join(folder.path, 'pictures');
  fs.mkdirSync(pictures);
  const files = sources.map((source, at) => {
    const copy = path.join(pictures, `${at}${path.extname(source)}`);
    fs.copyFileSync(source, copy);
    fs.chmodSync(copy, 0o644);
    return copy;
  });
  using db = openDatabases({ folder: path.join(folder.path, 'library') });
  const ids = enterPhotos(db, pictures, files, 4);
  const setFormat = db.sql.prepare('UPDATE photos SET format = ?, own_caption = ? WHERE id = ?');
  for (const [at, file] of files.entries())
    setFormat.run(formatOf(headOf(file))?.id ?? '', 'Zoë\'s "caption"', ids[at]);
  const writing = createWriting({
    ...{ db, texts: createTexts(db), sources: createSources(db), now: Date.now },
    tagPaths: async () => Promise.resolve([['animal', 'dog', 'Zoë'], ['AC/DC']]),
    onProgress: () => undefined,
    onChanged: () => undefined,
  });
  const before = await Promise.all(files.map(shaAndIdentity));
  const dumpBefore = dump(files);
  const startMs = performance.now();
  const plan = await writing.plan(ids, 'embedded', ['tags', 'rating', 'caption']);
  const refused = writing.planned(plan.planId, 0, plan.problemCount);
  const result = await writing.write(plan.planId);
  const seconds = (performance.now() - startMs) / 1000;
  const writtenFiles = new Set(
    db.sql.prepare<[], string>("SELECT path FROM write_files WHERE state = 'written'").pluck().all(),
  );
  const dumpAfter = dump(files);
  for (const [at, file] of files.entries()) {
    const after = await shaAndIdentity(file);
    if (!writtenFiles.has(file)) {
      expect([sources[at], after]).toEqual([sources[at], before[at]]);
      continue;
    }
    expect([sources[at], after.identity]).toEqual([sources[at], before[at]?.identity]);
    expect([sources[at], kept(dumpAfter.get(file))]).toEqual([sources[at], kept(dumpBefore.get(file))]);
    expect(dumpAfter.get(file)).toMatchObject({ 'XMP-xmp:Rating': '4', 'XMP-dc:Description': 'Zoë\'s "caption"' });
  }
  const kinds = [...refused.map((it) => it.problem?.kind), ...result.problems.map((it) => it.problem.kind)];
  const why = [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`);
  console.log(
    `${files.length} files: ${result.writtenCount} written in ${seconds.toFixed(1)} s; not written: ${why.join(', ')}`,
  );
  expect(result.writtenCount).toBeGreaterThan(files.length / 3);
  expect(await writing.undo(result.writeId ?? 0)).toMatchObject({ writtenCount: result.writtenCount, problems: [] });
  expect(await Promise.all(files.map(shaAndIdentity))).toEqual(before);
  await writing.stop();
});

/** The odd files and photos of real cameras that lie beside the repository, else the ones that come with the app. */
function picturesToTry(): string[] {
  const shared = path.join(root, '../shared/eval');
  const all = (dir: string) =>
    fs.existsSync(dir)
      ? fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name))
      : [];
  const isPicture = (file: string) =>
    /\.(jpe?g|png|webp|tiff?|heic|avif|gif)$/i.test(file) && fs.statSync(file).isFile();
  const odd = all(path.join(shared, 'formats')).filter(isPicture).sort();
  const dev = all(path.join(shared, 'dev')).filter(isPicture).sort();
  if (odd.length === 0) console.log('the odd files are not here: only the photos that come with the app are tried');
  const ours = all(path.join(root, 'resources/sample-photos')).filter(isPicture).sort();
  const some = [...odd.slice(0, 150), ...dev.filter((_, at) => at % 13 === 0)];
  return some.length > 0 ? some.slice(0, most) : ours.slice(0, most);
}

function headOf(file: string): Buffer {
  return fs.readFileSync(file).subarray(0, 4096);
}

async function shaAndIdentity(file: string) {
  const bytes = fs.readFileSync(file);
  const format = formatOf(bytes.subarray(0, 4096));
  const identity = format === undefined ? '' : Buffer.from(identify(format, { bytes })).toString('hex');
  return { sha: createHash('sha256').update(bytes).digest('hex'), identity };
}

function dump(files: readonly string[]): Map<string, Record<string, unknown>> {
  const args = ['-G1', '-a', '-json', '-api', 'StructFormat=JSONQ', ...files];
  // A broken file makes it end with 1; what it says of the others stands.
  const { stdout } = spawnSync(exiftool, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const found = JSON.parse(stdout) as Record<string, unknown>[];
  return new Map(found.map((one) => [String(one['SourceFile']), one]));
}

function kept(values: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !mayChange.test(name)));
}
