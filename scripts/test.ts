import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { root } from './root.ts';
import { run } from './run.ts';

/**
 * All tests: unit and integration, then end to end in a real Electron. The last line counts them.
 * `npm test -- unit` or `npm test -- e2e` runs one of the two; more words go to Vitest as filters.
 */
const suites = { unit: 'vitest.config.ts', e2e: 'vitest.e2e.config.ts' };

const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** A file that could not even be loaded has no tests to count. */
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** @param args as after `npm test --` @returns the counts; one failed where nothing ran: that is no success */
export async function runTests(args: readonly string[]): Promise<Counts> {
  const [first = '', ...others] = args;
  const isSuite = first in suites;
  const filters = isSuite ? others : args;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, config] of Object.entries(suites))
    if (!isSuite || name === first) await runSuite(config, filters, counts);
  if (counts.passed === 0) counts.failed = Math.max(1, counts.failed);
  return counts;
}

export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function runSuite(config: string, filters: readonly string[], sum: Counts): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-tests-'));
  const file = path.join(folder, 'report.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(process.execPath, [
    vitest,
    ...args,
    ...(filters.length > 0 ? ['--passWithNoTests'] : []),
    ...filters,
  ]);
  const counts = fs.existsSync(file) ? report.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : undefined;
  fs.rmSync(folder, { recursive: true });
  const unloaded =
    counts?.testResults.filter((it) => it.status === 'failed' && it.assertionResults.length === 0).length ?? 1;
  const failed = (counts?.numFailedTests ?? 0) + unloaded;
  sum.passed += counts?.numPassedTests ?? 0;
  sum.skipped += (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0);
  // Vitest also fails for what happens outside of any test, e.g. a promise that nobody waited for.
  sum.failed += code !== 0 && failed === 0 ? 1 : failed;
}

if (import.meta.main) {
  const counts = await runTests(process.argv.slice(2));
  console.log(countsLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
