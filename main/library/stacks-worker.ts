/** @file Runs in a worker thread of the main process: finds photos that belong together as one shot. It only reads. */
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../db/connect.ts';
import {
  createAreAlike,
  createDirectionOf,
  createOwnStacks,
  createStacks,
  readStackFiles,
  rowsOf,
} from '../db/stacks.ts';
import { asThePersonSays } from '../stacks/own-stacks.ts';
import { withSeries } from '../stacks/series.ts';
import { stacksOf } from '../stacks/stacks.ts';
import type { StackChanges, StackSetup } from './stacks.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by stacks.ts');

// It is started with exactly this.
const { libraryFile, indexFile, thumbnailsFile, directions } = workerData as StackSetup;
const sql = connect(libraryFile, { isReadOnly: true });
try {
  sql.prepare('ATTACH DATABASE ? AS idx').run(indexFile);
  sql.prepare('ATTACH DATABASE ? AS thumbs').run(thumbnailsFile);
  const before = new Map(
    createStacks({ sql })
      .all()
      .map((row) => [row.photoId, row]),
  );
  const files = readStackFiles(sql);
  const eyes = { areAlike: createAreAlike(sql), directionOf: createDirectionOf(sql, directions) };
  const now = rowsOf(asThePersonSays(withSeries(stacksOf(files), files, eyes), createOwnStacks({ sql }).all(), files));
  const there = new Set(now.map(({ photoId }) => photoId));
  parentPort.postMessage({
    comes: now.filter(({ photoId, bestId, kind }) => {
      const row = before.get(photoId);
      return row?.bestId !== bestId || row.kind !== kind;
    }),
    directions,
    goes: [...before.keys()].filter((id) => !there.has(id)),
  } satisfies StackChanges);
} finally {
  sql.close();
}
