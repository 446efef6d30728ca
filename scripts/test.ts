import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { noTelemetry } from '../main/util/no-telemetry.ts';
import { prepareElectron } from './prepare-electron.ts';
import { root } from './root.ts';
import { run } from './run.ts';
import { sentenceOf } from './trouble.ts';

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
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What each test that failed is called and said: thousands of lines stand between it and the end of what is printed. */
  failures: string[];
}

const mostLinesOfFailure = 12;

/** @param args as after `npm test --` @returns the counts; one failed where nothing ran: that is no success */
export async function runTests(args: readonly string[]): Promise<Counts> {
  const [first = '', ...others] = args;
  const isSuite = first in suites;
  const filters = isSuite ? others : args;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  // Before anything that takes minutes: what it lacks is said at once.
  const runtime = first === 'unit' ? undefined : await prepareElectron();
  await buildReferences();
  for (const [name, config] of Object.entries(suites))
    if (!isSuite || name === first) await runSuite(config, filters, counts, runtime?.dist);
  if (counts.passed === 0) counts.failed = Math.max(1, counts.failed);
  return counts;
}

/** @returns what failed, once more, and as its last line the counts */
export function summary({ passed, failed, skipped, failures }: Counts): string {
  return [...failures, `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`].join('\n');
}

function failuresOf({ testResults }: z.infer<typeof report>): string[] {
  const told = (file: string, name: string, messages: readonly string[]) =>
    [
      `FAILED: ${path.relative(root, file)}: ${name}`,
      ...messages
        .join('\n')
        .split('\n')
        .filter((line) => !/node_modules|^\s*at new Promise/u.test(line))
        .slice(0, mostLinesOfFailure),
    ].join('\n    ');
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((it) => it.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [told(name, 'the file itself', [message])] : [];
    return failed.map((it) => told(name, it.fullName, it.failureMessages ?? []));
  });
}

/** The declarations of each project, which a test of the walls between them reads; and nothing is tested that does not compile. */
async function buildReferences(): Promise<void> {
  const code = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
  if (code !== 0) throw new Error('It does not compile: see above.');
}

async function runSuite(config: string, filters: readonly string[], sum: Counts, dist?: string): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-tests-'));
  const file = path.join(folder, 'report.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(
    process.execPath,
    [vitest, ...args, ...(filters.length > 0 ? ['--passWithNoTests'] : []), ...filters],
    // The runtime is chosen once.
    { env: { ...process.env, ...noTelemetry, ...(dist !== undefined && { ELECTRON_OVERRIDE_DIST_PATH: dist }) } },
  );
  const counts = fs.existsSync(file) ? report.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : undefined;
  fs.rmSync(folder, { recursive: true });
  const unloaded =
    counts?.testResults.filter((it) => it.status === 'failed' && it.assertionResults.length === 0).length ?? 1;
  const failed = (counts?.numFailedTests ?? 0) + unloaded;
  if (counts) sum.failures.push(...failuresOf(counts));
  sum.passed += counts?.numPassedTests ?? 0;
  sum.skipped += (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0);
  // Vitest also fails for what happens outside of any test, e.g. a promise that nobody waited for.
  sum.failed += code !== 0 && failed === 0 ? 1 : failed;
}

if (import.meta.main)
  try {
    const counts = await runTests(process.argv.slice(2));
    console.log(summary(counts));
    process.exitCode = counts.failed > 0 ? 1 : 0;
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
