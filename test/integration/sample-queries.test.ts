import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const queries = z
  .array(z.object({ text: z.string(), file: z.string() }))
  .min(10)
  .parse(JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../fixtures/sample-queries.json'), 'utf8')));

test('each sample query finds its photo first, by what the photo shows', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  expect(library.work.tally()).toMatchObject({ recognised: 0, failed: 0 });

  for (const { text, file } of queries) {
    const found = await library.lists.open({ text });
    // No word of the query is in a path, so that only the picture can have put the photo first.
    expect(found.exactCount, text).toBe(0);
    const first = library.photos.get(found.cards[0]?.id ?? 0);
    expect(path.relative(samples, first.files[0]?.path ?? '').replaceAll(path.sep, '/'), text).toBe(file);
  }
});
