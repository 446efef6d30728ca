import { Command } from 'commander';
import { failureLines } from '../library/failure-list.ts';
import { openReader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';

interface Options extends CommonOptions {
  readonly failures?: boolean;
}

export function statusCommand(): Command {
  return new Command('status')
    .description('what the library holds, what waits, and what failed and why')
    .option('--failures', 'list the files that could not be read, those that you ignore last')
    .action((_own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      using reader = openReader(options);
      const status = reader.status();
      const failures = options.failures === true ? reader.failures() : undefined;
      say(options, { ok: true, ...status, ...(failures && { failures }) }, () => {
        const lines = [
          `Library   ${status.libraryFolder}`,
          `Photos    ${status.photoCount} (${status.embeddedCount} embedded by ${status.model})`,
          `Waiting   ${status.waitingCount}`,
          `Failed    ${status.failedCount}${status.ignoredCount > 0 ? ` (and ${status.ignoredCount} ignored)` : ''}`,
          ...status.folders.map(
            (folder) =>
              `Folder    ${folder.path}: ${counted(folder.photos, 'photo')}${folder.isOffline ? ' (offline)' : ''}`,
          ),
          ...(failures ?? []).flatMap((file) => failureLines(file).map((line) => `  ${line}`)),
        ];
        return lines.join('\n');
      });
    });
}
