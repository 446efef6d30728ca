#!/usr/bin/env node
/** @file The same library as the window's, from a terminal. */
import { Command } from 'commander';
import { addCommand } from './cli/add.ts';
import { albumCommand } from './cli/album.ts';
import { classifyCommand } from './cli/classify.ts';
import { evalCommand } from './cli/eval.ts';
import { gpuCommand } from './cli/gpu.ts';
import { indexCommand } from './cli/index-command.ts';
import { matchCommand } from './cli/match.ts';
import { modelCommand } from './cli/model.ts';
import { searchCommand } from './cli/search.ts';
import { similarCommand } from './cli/similar.ts';
import { statusCommand } from './cli/status.ts';
import { tagCommand } from './cli/tag.ts';
import type { CommonOptions } from './cli/open.ts';
import { sayFailure } from './cli/say-failure.ts';
import { version } from './util/version.ts';

const program = new Command('lumisift')
  .description('Find your photos by describing them. Everything stays on your disks.')
  .version(version)
  .option('--library <folder>', "the library's folder (default: the one of the app; or set LUMISIFT_LIBRARY)")
  .option('--json', 'answer as JSON on one line')
  .option('--verbose', 'tell on stderr what goes on')
  .showHelpAfterError('(lumisift --help shows what there is)')
  .exitOverride()
  .hook('preAction', (command) => {
    if (command.optsWithGlobals<CommonOptions>().verbose === true) process.env['LUMISIFT_VERBOSE'] = '1';
  })
  .addHelpText(
    'after',
    `
Examples:
  lumisift add ~/Pictures && lumisift index
  lumisift search "grandma blowing out candles" --limit 10
  lumisift similar beach.jpg
  lumisift match beach.jpg "a dog on a beach" "a city at night"
  lumisift classify beach.jpg --labels beach,forest,city

Exit codes: 0 done, 1 a failure that was said, 2 wrong usage, 3 done but some files failed, 130 interrupted.`,
  );

for (const command of [
  addCommand,
  indexCommand,
  searchCommand,
  similarCommand,
  matchCommand,
  classifyCommand,
  tagCommand,
  albumCommand,
  modelCommand,
  statusCommand,
  gpuCommand,
  evalCommand,
])
  program.addCommand(command().exitOverride());

try {
  await program.parseAsync();
} catch (error) {
  // Wrong usage may end the parsing before it comes to --json.
  const json = process.argv.includes('--json');
  process.exitCode = sayFailure(error, { ...program.opts(), ...(json && { json }) });
}
