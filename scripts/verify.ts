/**
 * @file All that CI checks. Each step is a program of its own, so each can be run alone. `npm run verify -- --without-tests` is what is left
 * after `npm test`.
 */
import { runHeld } from './run.ts';
import { summary, runTests } from './test.ts';

/** A program of its own: each can be run alone. */
type Step = readonly [what: string, script: string, ...args: string[]];

/** The others read what it makes. */
const first: Step = ['types', 'node_modules/typescript/bin/tsc', '-b'];

/** Two lanes side by side: linting with types takes as long as all others together. */
const lanes: readonly (readonly Step[])[] = [
  [
    [
      'lint',
      'node_modules/eslint/bin/eslint.js',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '--max-warnings',
      '0',
      '.',
    ],
  ],
  [
    ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    ['types of the window', 'node_modules/svelte-check/bin/svelte-check', '--tsconfig', 'renderer/tsconfig.json'],
    ['dead code', 'node_modules/knip/bin/knip.js'],
    ['build', 'scripts/build.ts'],
  ],
];

const failed: string[] = [];

async function check([what, script, ...args]: Step): Promise<void> {
  const startedMs = Date.now();
  // Held back until it ends: what two lanes print must not mix.
  const { code, printed } = await runHeld(process.execPath, [script, ...args]);
  if (code !== 0) failed.push(what);
  process.stdout.write(printed);
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${what} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
}

await check(first);
await Promise.all(
  lanes.map(async (lane) => {
    for (const step of lane) await check(step);
  }),
);
// Whatever came before, so that one run tells everything.
const counts = process.argv.includes('--without-tests') ? undefined : await runTests([]);
if (failed.length > 0) console.log(`FAILED: ${failed.join(', ')}`);
if (counts !== undefined) console.log(summary(counts));
process.exitCode = failed.length > 0 || (counts?.failed ?? 0) > 0 ? 1 : 0;
