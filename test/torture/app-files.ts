import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { connect } from '../../main/db/connect.ts';
import { makePhoto } from '../fixtures/make-photos.ts';
import { openInTerminal, openInWindow } from './running-app.ts';
import type { Family, Outcome } from './family.ts';
import { formats, fuzzed, isSidecar, makeSeeds } from './fuzz-seeds.ts';

const files = 2_000;
const filesAtOnce = 50;
/** Every fourth lot is given to the app with its window, the others to the library as the command line has it. */
const windowEvery = 4;
const pollMs = 500;
/** It is over when nothing has waited or changed for so long. */
const quietMs = 4_000;
const mostMs = 280_000;

/**
 * What fuzzed-files gives to the readers is given to the app as it runs: laid into a folder that it watches, so that the watching
 * thread, the main process, the embedder with its film page, the searcher and the window all meet it.
 */
export const appFiles: Family = {
  name: 'app-files',
  what: `lots of ${filesAtOnce} fuzzed files of every format and sidecars of every kind, laid into a folder that the running app watches; no process ended but the embedder, with blame, every file is shown or listed, a search is answered`,
  quick: 2,
  prepare: makeSeeds,
  total: () => files / filesAtOnce,
  async run({ number, shared, folder, random }) {
    const home = path.join(folder, 'library');
    const photos = path.join(folder, 'photos');
    fs.mkdirSync(photos);
    await makePhoto(path.join(photos, 'good.jpg'), 1);
    const running = await (number % windowEvery === 0 ? openInWindow : openInTerminal)(home, photos);
    const names: string[] = [];
    let why: string | undefined;
    try {
      await settled(home, ['good.jpg']);
      for (let at = 0; at < filesAtOnce; at++) {
        const index = number * filesAtOnce + at;
        const format = formats[index % formats.length] ?? 'jpeg';
        // A sidecar is about a photo.
        const name = isSidecar(format) ? `good-${index}.jpg.${format}` : `fuzzed-${index}.${format}`;
        if (isSidecar(format)) fs.copyFileSync(path.join(photos, 'good.jpg'), path.join(photos, `good-${index}.jpg`));
        fs.writeFileSync(path.join(photos, name), fuzzed(shared, format, random));
        names.push(name);
      }
      await settled(home, names);
      why = await running.whatIsWrong();
    } finally {
      await running.close();
    }
    return judge(home, names, why ?? running.endedUnexpectedly());
  },
};

/** Waits until all of these are known and nothing is being read any more. @throws when that takes for ever */
async function settled(home: string, names: readonly string[]): Promise<void> {
  const wanted = names.filter((name) => !mayBeLeftAlone(name));
  let [last, sinceMs] = ['', Date.now()];
  for (const untilMs = Date.now() + mostMs; Date.now() < untilMs;) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const state = withLibrary(home, (sql) => {
      const known = knownNames(sql);
      const waiting = sql.prepare<[], number>('SELECT count(*) FROM files WHERE is_waiting = 1').pluck().get();
      const lacking = wanted.filter((name) => !known.has(name)).length;
      return { key: `${known.size} ${waiting} ${lacking}`, isDone: waiting === 0 && lacking === 0 };
    });
    if (state?.key !== last) [last, sinceMs] = [state?.key ?? '', Date.now()];
    if (state?.isDone === true && Date.now() - sinceMs > quietMs) return;
  }
  throw new Error(`known, waiting and lacking were ${last} after ${mostMs / 1000} s`);
}

function judge(home: string, names: readonly string[], why: string | undefined): Outcome {
  if (why !== undefined) return { is: 'lost', why };
  const found = withLibrary(home, (sql) => {
    sql.prepare('ATTACH DATABASE ? AS idx').run(path.join(home, 'index.db'));
    const all = (query: string) => new Set(sql.prepare<[], string>(query).pluck().all());
    return {
      shown: all('SELECT name FROM files WHERE photo_id IS NOT NULL'),
      listed: all('SELECT f.name FROM idx.failures x JOIN files f ON f.id = x.file_id'),
      beside: all('SELECT name FROM sidecars'),
      told: all('SELECT name FROM sidecars WHERE problem IS NOT NULL'),
    };
  });
  if (found === undefined) return { is: 'lost', why: 'the library cannot be read' };
  const { shown, listed, beside, told } = found;
  const nowhere = names.find(
    (name) => !shown.has(name) && !listed.has(name) && !beside.has(name) && !mayBeLeftAlone(name),
  );
  if (nowhere !== undefined) return { is: 'lost', why: `${nowhere} is neither shown nor listed` };
  return { is: names.some((name) => listed.has(name) || told.has(name)) ? 'told' : 'opened' };
}

/** A `.ts` that is no film is somebody's source file. */
function mayBeLeftAlone(name: string): boolean {
  return name.endsWith('.ts');
}

function knownNames(sql: Database): Set<string> {
  return new Set(sql.prepare<[], string>('SELECT name FROM files UNION SELECT name FROM sidecars').pluck().all());
}

/** @returns undefined where it is not there yet */
function withLibrary<T>(home: string, look: (sql: Database) => T): T | undefined {
  const file = path.join(home, 'library.db');
  if (!fs.existsSync(file)) return undefined;
  const sql = connect(file, { isReadOnly: true });
  try {
    return look(sql);
  } catch (error) {
    if (error instanceof Error && /no such table|locked|busy/.test(error.message)) return undefined;
    throw error;
  } finally {
    sql.close();
  }
}
