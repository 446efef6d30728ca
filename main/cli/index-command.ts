import { Command } from 'commander';
import { Failure } from '../util/failure.ts';
import { describeChange } from './describe-change.ts';
import { type CommonOptions, openLibrary } from './open.ts';
import { createProgressBar } from './progress-bar.ts';
import { forReader, say } from './say-failure.ts';
import { counted } from './counted.ts';

interface Options extends CommonOptions {
  readonly retry?: boolean;
}

export function indexCommand(): Command {
  return new Command('index')
    .description(
      'look through all folders, embed what is new, go on with a change of models; stop and start it at any time',
    )
    .option('--retry', 'try the files that failed again')
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const startedAtMs = Date.now();
      const library = openLibrary(options);
      const bar = createProgressBar(process.stderr);
      const changeBefore = library.engine.switchState();
      bar.drawChange(changeBefore);
      const listening = [library.on('progress', bar.draw), library.on('engine.switch', bar.drawChange)];
      const stopListening = () => {
        for (const stop of listening) stop();
      };
      for (const notice of library.notices) console.error(forReader(notice.message, process.stderr));
      library.on('notice', (notice) => {
        // What ends the command is said at its end.
        if (notice.message !== library.work.stoppedBy()?.message)
          console.error(`\n${forReader(notice.message, process.stderr)}`);
      });
      const interrupted = new AbortController();
      const onSignal = () => {
        interrupted.abort();
        bar.clear();
        console.error('Stopping; what is done is kept, and the rest goes on next time.');
        void library.stop();
      };
      process.once('SIGINT', onSignal);
      process.once('SIGTERM', onSignal);
      try {
        if (library.settings.get().isPaused) library.work.resume();
        if (changeBefore.is === 'filling' && changeBefore.isPaused) library.engine.pauseSwitch(false);
        if (options.retry === true) library.failures.retry();
        await library.work.settled();
        stopListening();
        bar.clear();
        const why = library.work.stoppedBy();
        if (why !== undefined)
          throw new Failure(why.kind, why.message, { ...(why.details && { details: why.details }) });
        if (interrupted.signal.aborted) {
          process.exitCode = 130;
          say(options, { ok: false, interrupted: true, ...library.work.tally() }, () => '');
          return;
        }
        const { photoCount, embeddedCount } = await library.work.counted();
        const failedCount = library.failures.list(0, 1).count;
        const unreadableCount = library.failures.countPlaces();
        const seconds = (Date.now() - startedAtMs) / 1000;
        const tally = library.work.tally();
        const change = library.engine.switchState();
        say(options, { ok: true, ...tally, seconds, photoCount, embeddedCount, failedCount, change }, () => {
          const lines = [
            `${counted(tally.embedded, 'photo')} embedded, ${tally.recognised} recognised, ${tally.failed} failed in ${seconds.toFixed(1)} s; ${counted(photoCount, 'photo')} in the library.`,
          ];
          if (failedCount > 0)
            lines.push(`${counted(failedCount, 'file')} could not be read: lumisift status --failures lists them.`);
          if (change.is === 'filling' || change.is !== changeBefore.is) lines.push(describeChange(change));
          return lines.join('\n');
        });
        if (tally.failed + unreadableCount > 0) process.exitCode = 3;
        if (change.is === 'filling' && change.trouble !== undefined) process.exitCode = 1;
      } finally {
        process.removeListener('SIGINT', onSignal);
        process.removeListener('SIGTERM', onSignal);
        await library.stop();
      }
    });
}
