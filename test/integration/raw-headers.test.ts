import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../main/embedder/frames/headless.ts';
import { openFile } from '../../main/embedder/open-file.ts';
import { Failure } from '../../main/util/failure.ts';

const page = createFilmPage(openHeadless);

/** Files of real cameras whose pixels somebody has taken out: beside the repository where they were fetched, not in it. */
const files = path.join(import.meta.dirname, '../../../shared/eval/formats/raw');

/** What is there of each: a preview, or only the words that stand in its place. */
const found: Readonly<Record<string, readonly [format: string, from: string]>> = {
  'DNG.dng': ['dng', 'IFD0 RGB'],
  'FujiFilm.raf': ['raf', 'PreviewImage'],
  'Panasonic.rw2': ['rw2', 'JpgFromRaw'],
  'SigmaDP2.x3f': ['x3f', 'PreviewImage'],
  'canon_eos_6d.dng': ['dng', 'PreviewImage'],
};

test.skipIf(!fs.existsSync(files)).each(fs.existsSync(files) ? fs.readdirSync(files) : ['(not at hand)'])(
  'what is left of %s is shown, or refused with the reason',
  async (name) => {
    const opened = await openFile(path.join(files, name), page).catch((error: unknown) => error);
    const expected = found[name];
    if (expected === undefined) {
      expect(opened).toBeInstanceOf(Failure);
      expect(opened).toMatchObject({ kind: expect.stringMatching(/^(unsupported|truncated)$/) });
      return;
    }
    const { format, file } = opened as Awaited<ReturnType<typeof openFile>>;
    expect([format.id, file.taken?.from]).toEqual(expected);
    expect((await format.metadata(file)).takenFrom).toBe('exif');
    expect((await format.decode(file, { longEdge: 640, shortEdge: 256 })).pixels.width).toBeGreaterThan(0);
  },
);
