/** @file Runs in a worker thread of the main process: reads and compares a vocabulary that the person chose. */
import { parentPort, workerData } from 'node:worker_threads';
import { planImport } from '../tags/plan-import.ts';
import { readVocabularyCsv } from '../tags/vocabulary-csv.ts';
import { readVocabularyJson } from '../tags/vocabulary-json.ts';
import type { ImportQuestion } from './plan-import-aside.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread, started by plan-import-aside.ts');

// It is started with exactly this.
const { text, isCsv, given } = workerData as ImportQuestion;
parentPort.postMessage(planImport(isCsv ? readVocabularyCsv(text) : readVocabularyJson(text), given));
