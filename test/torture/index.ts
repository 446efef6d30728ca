import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { families } from './families.ts';
import { asMarkdown, asTable } from './report.ts';
import { type Done, type FamilyResult, runFamily } from './run-family.ts';

/** `npm run torture`: everything is damaged that can be, and nothing may be lost (docs/reliability.md). */
const help = `npm run torture -- [family…] [options]
  --full         every attack there is (an hour), not a share of each family (minutes)
  --seed TEXT    another choice of attacks and moments (1)
  --only NUMBER  one attack of one family again; its folder is kept
  --minutes N    begins no attack after so long
  --in FOLDER    a campaign in pieces: what was done there counts, and is not done again
  --json         print JSON
  --markdown     print the table of docs/reliability.md

Families: ${families.map(({ name }) => name).join(', ')}
Ends with 1 when anything was lost.`;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    in: { type: 'string' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** Much of an attack is waiting: for a moment, for the disk, for a process to begin. */
const processes = Math.max(2, Math.min(8, 2 * os.availableParallelism()));

const wrong = names.find((name) => !families.some((family) => family.name === name));
if (options.help) console.log(help);
else if (wrong !== undefined || (options.only !== undefined && names.length !== 1)) {
  console.error(wrong === undefined ? help : `There is no family "${wrong}".\n${help}`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  const untilMs = performance.now() + Number(options.minutes) * 60_000;
  const place = options.in ?? fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-torture-'));
  fs.mkdirSync(place, { recursive: true });
  // Of another seed the numbers are other attacks.
  const doneFile = path.join(place, `done-${options.seed}${options.full ? '-full' : ''}.jsonl`);
  const done = readDone(doneFile);
  const onDone = (one: Done) => fs.appendFileSync(doneFile, `${JSON.stringify(one)}\n`);
  const say = (line: string) => console.error(line);
  const results: FamilyResult[] = [];
  for (const family of families) {
    if (names.length > 0 && !names.includes(family.name)) continue;
    const why = family.cannot?.();
    if (why !== undefined) {
      say(`${family.name}: not run: ${why}`);
      continue;
    }
    say(family.name);
    const only = options.only === undefined ? undefined : Number(options.only);
    const asked = { seed: options.seed, isFull: options.full, only, untilMs };
    results.push(await runFamily(family, { ...asked, place, processes, done, onDone, say }));
  }
  const lost = results.reduce((sum, { counts }) => sum + counts.lost, 0);
  if (lost > 0 || options.only !== undefined || options.in !== undefined) say(`What is left of the attacks: ${place}`);
  else fs.rmSync(place, { recursive: true, force: true });
  const head = { seed: options.seed, isFull: options.full };
  if (options.json) console.log(JSON.stringify({ ok: lost === 0, ...head, results }));
  else console.log(options.markdown ? asMarkdown(results) : asTable(results));
  process.exitCode = lost > 0 ? 1 : 0;
}

function readDone(file: string): Done[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Done); // written above
}
