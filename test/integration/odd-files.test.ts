import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { extensions } from '../../main/formats/index.ts';
import { isCandidate } from '../../main/pipeline/ignored.ts';
import { dumpLibrary } from '../fixtures/dump-library.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

/** 349 odd and broken files with what other decoders say of them: beside the repository where it was fetched, not in it. */
const formats = path.join(import.meta.dirname, '../../../shared/eval/formats');

test.skipIf(!fs.existsSync(formats))(
  'every odd file is indexed or listed with a reason, and a second run embeds nothing',
  async () => {
    using home = temporaryFolder();
    const log: string[] = [];
    {
      await using library = openTestLibrary(home.path, { log: (line) => log.push(line) });
      await library.folders.add(formats);
      await library.work.settled();
      const { embedded, recognised, failed } = library.work.tally();
      expect(embedded).toBeGreaterThan(200);
      expect(embedded + recognised + failed).toBe(candidates());
      for (const file of library.failures.list(0, 500).files) {
        expect(file.kind, file.path).not.toBe('bug');
        expect(file.kind, file.path).not.toBe('crashed');
        expect(file.message, file.path).toMatch(/^[A-Z].*\.$/);
      }
      expect(log.filter((line) => line.includes('embedder: ended'))).toEqual([]);
    }
    const before = dumpLibrary(home.path);
    await using library = openTestLibrary(home.path);
    library.folders.rescan();
    await library.work.settled();
    expect(library.work.tally()).toEqual({ embedded: 0, recognised: 0, failed: 0 });
    expect(dumpLibrary(home.path)).toEqual(before);
  },
);

function candidates(): number {
  return fs
    .readdirSync(formats, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isCandidate(entry.name, new Set(extensions))).length;
}
