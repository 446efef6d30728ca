import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const questions = ['a dog', 'beach', 'snow -bear', 'an orchestra', 'a submarine', '山', 'night', 'photo:1'];

type TestLibrary = ReturnType<typeof openTestLibrary>;

test('the same library gives the same answers after a restart, bit for bit, however it grew', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const folderOf = (name: string) => path.join(own.path, name);
  const put = (name: string) => fs.cpSync(path.join(samples, name), folderOf(name), { recursive: true });

  let grown: string;
  {
    await using library = openTestLibrary(home.path);
    put('trips');
    await library.folders.add(own.path);
    await library.work.settled();
    await answersOf(library);
    // More come while it is being asked, and one goes.
    put('home');
    put('outdoors');
    fs.rmSync(folderOf('trips/sample-26.jpg'));
    library.folders.rescan();
    await library.work.settled();
    await answersOf(library);
    grown = await restedAnswersOf(library);
  }
  for (let start = 0; start < 2; start++) {
    await using library = openTestLibrary(home.path);
    await library.work.settled();
    await until('the answers are the same', async () => (await answersOf(library)) === grown).catch(async () =>
      expect(await answersOf(library)).toBe(grown),
    );
  }
});

/** Once nothing changes any more. */
async function restedAnswersOf(library: TestLibrary): Promise<string> {
  let before = '';
  let since = Date.now();
  await until('the answers rest', async () => {
    const now = await answersOf(library);
    if (now !== before) since = Date.now();
    before = now;
    return Date.now() - since > 4_000;
  });
  return before;
}

async function answersOf(library: TestLibrary): Promise<string> {
  const answers: unknown[] = [];
  for (const text of questions) {
    const { sections, exactCount, searchedCount, cards } = await library.lists.open({ text });
    answers.push({ text, sections, exactCount, searchedCount, found: cards.map(({ id, score, probability, foundIn }) => [id, score, probability, foundIn]) }); // prettier-ignore
  }
  return JSON.stringify(answers);
}
