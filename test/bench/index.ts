import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copiesBench } from './copies/index.ts';
import { enginesBench } from './engines/index.ts';
import { playingBench } from './films/in-app.ts';
import { filmsBench } from './films/index.ts';
import { memoryBench } from './memory/index.ts';
import { pipelineBench } from './pipeline/index.ts';
import { preciousBench } from './precious/index.ts';
import { searchBench } from './search/index.ts';
import { asJson, asMarkdown, asTable, type BenchResult } from './shared/report.ts';
import { describeMachine } from './shared/machine.ts';
import type { Bench, Scale } from './shared/scale.ts';
import { startBench } from './start/index.ts';
import { starterBench } from './starter.ts';
import { tagsBench } from './tags/index.ts';
import { windowBench } from './window/index.ts';
import { wordsBench } from './words/index.ts';

/**
 * `npm run bench` : every number that Lumisift promises, measured here and now beside a peer (docs/benchmarks.md).
 * `npm run bench -- pipeline search` runs some of them.
 */
const benches: Readonly<Record<string, Bench>> = {
  starter: starterBench,
  engines: enginesBench,
  pipeline: pipelineBench,
  search: searchBench,
  memory: memoryBench,
  start: startBench,
  window: windowBench,
  tags: tagsBench,
  words: wordsBench,
  copies: copiesBench,
  films: filmsBench,
  playing: playingBench,
  precious: preciousBench,
};

const help = `npm run bench -- [${Object.keys(benches).join('] [')}] [options]
  --quick         small and fast: shows that everything runs; its numbers mean nothing
  --million       search also at 1,000,000 vectors (6 GB of memory, 3 GB of disk)
  --photos DIR    JPEGs of DIR instead of the generated ones
  --folder DIR    keep what is generated (photos, libraries) in DIR and use it again
  --json          print JSON
  --markdown      print the tables of docs/benchmarks.md
  --check         end with 1 when a bar is missed`;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    photos: { type: 'string' },
    folder: { type: 'string' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const wrong = names.find((name) => benches[name] === undefined);
if (options.help) console.log(help);
else if (wrong !== undefined) {
  console.error(`There is no benchmark "${wrong}".\n${help}`);
  process.exitCode = 2;
} else await main();
// Native threads of the peers may still hold the process open.
process.exit();

async function main(): Promise<void> {
  const folder = options.folder === undefined ? undefined : path.resolve(options.folder);
  if (folder !== undefined) fs.mkdirSync(folder, { recursive: true });
  const place = folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-bench-'));
  const scale: Scale = {
    folder: fs.realpathSync(place),
    photos: options.photos === undefined ? undefined : path.resolve(options.photos),
    isQuick: options.quick,
    withMillion: options.million,
    say: (line) => console.error(line),
  };
  const machine = describeMachine();
  console.error(machine);
  if (scale.isQuick) console.error('Quick: this shows that everything runs. The numbers mean nothing.');
  const results: BenchResult[] = [];
  try {
    for (const name of names.length > 0 ? names : Object.keys(benches)) results.push(await run(name, scale));
  } finally {
    if (folder === undefined) fs.rmSync(place, { recursive: true, force: true });
  }
  if (options.json) console.log(asJson(machine, scale.isQuick, results));
  else if (options.markdown) console.log(asMarkdown(machine, results));
  else console.log(asTable(machine, results));
  const isBroken = results.some((it) => it.failure !== undefined);
  const isMissed = results.some((it) => it.rows.some((row) => row.isMet === false));
  process.exitCode = isBroken || (options.check && isMissed) ? 1 : 0;
}

/** One benchmark that breaks is a line in the report, and the others go on. */
async function run(name: string, scale: Scale): Promise<BenchResult> {
  scale.say(`\n${name}`);
  const rows: BenchResult['rows'] = [];
  try {
    await benches[name]!(scale, (row) => {
      rows.push(row);
    });
    return { name, rows };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    scale.say(`${name} broke: ${failure}`);
    return { name, rows, failure };
  }
}
