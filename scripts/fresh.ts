import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type FreshRun, runFresh } from './fresh/run-fresh.ts';
import { makeSystem } from './fresh/system.ts';
import { root } from './root.ts';

/**
 * `npm run fresh`: the README's two commands in new systems that have nothing but Node and npm, as root and as an ordinary user, from a
 * clone of what is committed. Wants root on Debian or Ubuntu, debootstrap, the network and an hour. The table is Markdown.
 */
const { values } = parseArgs({
  options: {
    system: { type: 'string', multiple: true, default: ['bookworm', 'trixie'] },
    as: { type: 'string', multiple: true, default: ['root', 'user'] },
    command: { type: 'string', multiple: true, default: ['test', 'start'] },
    /** Major version. */
    node: { type: 'string', multiple: true, default: ['24'] },
    /** The systems are kept here for the next time. */
    cache: { type: 'string', default: '/var/cache/lumisift-fresh' },
  },
});

const logs = path.join(root, 'test-results/fresh');
fs.mkdirSync(logs, { recursive: true });
const runs: FreshRun[] = [];
for (const suite of values.system)
  for (const node of values.node) {
    const base = await makeSystem({ suite, node, cache: values.cache });
    for (const as of values.as)
      for (const command of values.command) {
        const name = `${suite}-node${node}-${as}-${command}`;
        console.log(`${name}: what it prints goes to ${path.join(logs, `${name}.log`)}`);
        runs.push(await runFresh({ base, suite, node, as, command, log: path.join(logs, `${name}.log`) }));
        console.log(rowOf(runs.at(-1)));
      }
  }
console.log('\n| system | Node | as | command | result | time | asked for first |\n|---|---|---|---|---|---|---|');
for (const run of runs) console.log(rowOf(run));
process.exitCode = runs.every(({ isPassed }) => isPassed) ? 0 : 1;

function rowOf(run: FreshRun | undefined): string {
  if (run === undefined) return '';
  const { suite, node, as, command, isPassed, result, tookMs, askedFor } = run;
  const time = `${(tookMs / 60_000).toFixed(1)} min`;
  const asked = askedFor.length === 0 ? 'nothing' : askedFor.map((it) => `\`${it}\``).join(', then ');
  const cells = [
    suite,
    node,
    as,
    `npm ci && npm ${command}`,
    `${isPassed ? 'passed' : 'FAILED'}: ${result}`,
    time,
    asked,
  ];
  return `| ${cells.join(' | ')} |`;
}
