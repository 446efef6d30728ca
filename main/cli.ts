#!/usr/bin/env node
/** @file The same library as the window's, from a terminal. */
import { Command } from 'commander';
import { addCommand } from './cli/add.ts';
import { albumCommand } from './cli/album.ts';
import { backupCommand } from './cli/backup.ts';
import { classifyCommand } from './cli/classify.ts';
import { copiesCommand } from './cli/copies.ts';
import { describeCommand } from './cli/describe.ts';
import { evalCommand } from './cli/eval.ts';
import { gpuCommand } from './cli/gpu.ts';
import { importCommand } from './cli/import.ts';
import { indexCommand } from './cli/index-command.ts';
import { matchCommand } from './cli/match.ts';
import { modelCommand } from './cli/model.ts';
import { searchCommand } from './cli/search.ts';
import { similarCommand } from './cli/similar.ts';
import { skeletonCommand } from './cli/skeleton.ts';
import { stacksCommand } from './cli/stacks.ts';
import { statusCommand } from './cli/status.ts';
import { trashCommand } from './cli/trash.ts';
import { tagCommand } from './cli/tag.ts';
import type { CommonOptions } from './cli/open.ts';
import { sayFailure } from './cli/say-failure.ts';
import { forbidTelemetry } from './util/no-telemetry.ts';
import { version } from './util/version.ts';

forbidTelemetry();
// Whoever reads no further (`| head`) stops nothing: what was asked for is done to its end.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });
const program = new Command('lumisift')
  .description('Find your photos by describing them. Everything stays on your disks.')
  .version(version)
  .option('--library <folder>', "the library's folder (default: the one of the app; or set LUMISIFT_LIBRARY)")
  .option('--json', 'answer as JSON on one line')
  .option('--verbose', 'tell on stderr what goes on')
  .showHelpAfterError('(lumisift --help shows what there is)')
  .configureHelp({ showGlobalOptions: true })
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
  importCommand,
  searchCommand,
  similarCommand,
  matchCommand,
  classifyCommand,
  tagCommand,
  describeCommand,
  albumCommand,
  trashCommand,
  copiesCommand,
  stacksCommand,
  modelCommand,
  backupCommand,
  statusCommand,
  skeletonCommand,
  gpuCommand,
  evalCommand,
])
  program.addCommand(heir(command(), program));

/** Commands that are made elsewhere show their help and their errors as the whole does. */
function heir(command: Command, of: Command): Command {
  command.copyInheritedSettings(of);
  for (const below of command.commands) heir(below, command);
  return command;
}

try {
  await program.parseAsync();
} catch (error) {
  // Wrong usage may end the parsing before it comes to --json.
  const json = process.argv.includes('--json');
  process.exitCode = sayFailure(error, { ...program.opts(), ...(json && { json }) });
}
