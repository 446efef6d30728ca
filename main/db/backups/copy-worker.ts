/** @file Runs in a worker thread: copies library.db and looks the copy over, so that nobody waits for either. */
import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../connect.ts';
import { makeFilePrivate } from '../private.ts';
import { digestOf, examine } from './examine.ts';
import type { CopyAsked, CopyMade } from './make-copy.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by make-copy.ts');
const port = parentPort;

/** 1 MB at a time, and as long a rest: a slow disk stays usable. */
const pagesAtOnce = 256;

// Written by make-copy.ts of this same build.
const { from, into } = workerData as CopyAsked;
port.postMessage(await copy());

async function copy(): Promise<CopyMade> {
  makeFilePrivate(into);
  const sql = connect(from, { isReadOnly: true });
  try {
    // One state of the library, however much is written while it is copied: nothing begins anew.
    sql.exec('BEGIN');
    sql.prepare('SELECT count(*) FROM sqlite_schema').get();
    await sql.backup(into, { progress: () => pagesAtOnce });
  } finally {
    sql.close();
  }
  const file = fs.openSync(into, 'r+');
  fs.fsyncSync(file);
  fs.closeSync(file);
  return { ...examine(into), sha256: digestOf(into) };
}
