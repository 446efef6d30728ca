import { run } from './run.ts';
import { countsLine, runTests } from './test.ts';

/** What CI runs after `npm ci`. Each step is a program of its own, so each can be run alone. */
const steps: readonly (readonly [what: string, script: string, ...args: string[]])[] = [
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '-b'],
  ['types of the window', 'node_modules/svelte-check/bin/svelte-check', '--tsconfig', 'renderer/tsconfig.json'],
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
  ['dead code', 'node_modules/knip/bin/knip.js'],
  ['build', 'scripts/build.ts'],
];

const failed: string[] = [];
for (const [what, script, ...args] of steps) {
  const startedMs = Date.now();
  const code = await run(process.execPath, [script, ...args]);
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${what} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  if (code !== 0) failed.push(what);
}
// Whatever came before, so that one run tells everything.
const counts = await runTests([]);
if (failed.length > 0) console.log(`FAILED: ${failed.join(', ')}`);
console.log(countsLine(counts));
process.exitCode = failed.length > 0 || counts.failed > 0 ? 1 : 0;
