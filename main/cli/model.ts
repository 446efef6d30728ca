import { Command } from 'commander';
import type { ModelChange } from '../../preload/contract/engine.ts';
import type { ModelChoice } from '../../preload/contract/model.ts';
import type { Library } from '../library/index.ts';
import { Failure } from '../util/failure.ts';
import { describeChange } from './describe-change.ts';
import { type CommonOptions, openLibrary } from './open.ts';
import { say } from './say-failure.ts';

export function modelCommand(): Command {
  return new Command('model')
    .description('models: which there are, getting another one, changing to it')
    .addCommand(list())
    .addCommand(download())
    .addCommand(taking('import', 'a model of the list from a folder, for a computer without network', 'importFolder'))
    .addCommand(taking('add', 'a model of your own: ONNX files and the hub’s configuration files', 'addOwn'))
    .addCommand(use())
    .addCommand(
      changing(
        'back',
        'goes back to the model before, at once: its vectors are kept until they are let go',
        'rollBack',
      ),
    )
    .addCommand(changing('drop', 'lets the vectors of the model before go: there is no way back then', 'dropOld'))
    .addCommand(remove());
}

function list(): Command {
  return new Command('list')
    .description('every model with its size, licence and languages')
    .exitOverride()
    .action((_own: object, command: Command) =>
      withLibrary(command, async (library, options) => {
        const models = await library.models.list();
        const change = library.engine.switchState();
        say(options, { ok: true, models, change }, () =>
          [...models.map(lineOf), ...(change.is === 'none' ? [] : ['', describeChange(change)])].join('\n'),
        );
      }),
    );
}

function download(): Command {
  return new Command('download')
    .description('downloads a model, or goes on with it; the only command that uses the network')
    .argument('<id>')
    .option('--mirror <address>', 'download from there, now and later; empty for the hub itself')
    .exitOverride()
    .action((id: string, own: { mirror?: string }, command: Command) =>
      withLibrary(command, async (library, options) => {
        if (own.mirror !== undefined) library.models.setMirror(own.mirror);
        const stopListening = options.json === true ? () => undefined : drawProgress(library, id);
        try {
          await library.models.download(id);
          await library.models.ended(id);
        } finally {
          stopListening();
        }
        answer(options, await one(library, id), 'is ready: lumisift model use');
      }),
    );
}

function taking(name: string, description: string, take: 'importFolder' | 'addOwn'): Command {
  return new Command(name)
    .description(description)
    .argument('<folder>')
    .exitOverride()
    .action((folder: string, _own: object, command: Command) =>
      withLibrary(command, async (library, options) => {
        const { id } = await library.models[take](folder);
        answer(options, await one(library, id), 'is ready: lumisift model use');
      }),
    );
}

function use(): Command {
  return new Command('use')
    .description('changes to a model that is on the disk; lumisift index fills it, the old one answers until then')
    .argument('<id>')
    .exitOverride()
    .action((id: string, _own: object, command: Command) =>
      withLibrary(command, async (library, options) => {
        await one(library, id);
        const change = library.engine.switchTo(id);
        say(options, { ok: true, change }, () =>
          change.is === 'filling' ? `${describeChange(change)}\nGo on with: lumisift index` : describeChange(change),
        );
      }),
    );
}

function changing(name: string, description: string, call: 'rollBack' | 'dropOld'): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .action((_own: object, command: Command) =>
      withLibrary(command, async (library, options) => {
        const change: ModelChange = await library.engine[call]();
        say(options, { ok: true, change }, () => describeChange(change));
      }),
    );
}

function remove(): Command {
  return new Command('remove')
    .description('deletes the files of a model that is not in use')
    .argument('<id>')
    .exitOverride()
    .action((id: string, _own: object, command: Command) =>
      withLibrary(command, async (library, options) => {
        const models = await library.models.remove(id);
        say(options, { ok: true, models }, () => `${id} is deleted`);
      }),
    );
}

async function withLibrary(command: Command, work: (library: Library, options: CommonOptions) => Promise<void>) {
  const options = command.optsWithGlobals<CommonOptions>();
  const library = openLibrary(options);
  const stop = () => void library.stop();
  // What has come is kept, and goes on at the next download.
  process.once('SIGINT', stop);
  try {
    await work(library, options);
  } finally {
    process.off('SIGINT', stop);
    await library.stop();
  }
}

async function one(library: Library, id: string): Promise<ModelChoice> {
  const model = (await library.models.list()).find((it) => it.id === id);
  if (model) return model;
  throw new Failure('model-missing', `There is no model "${id}": lumisift model list names them.`, { details: { id } });
}

function answer(options: CommonOptions, model: ModelChoice, what: string): void {
  say(options, { ok: true, model }, () => `${model.name} ${what} ${model.id}`);
}

function lineOf({ id, name, sizeBytes, licence, languages, files, isInUse, isRecommended }: ModelChoice): string {
  const state = isInUse ? 'in use' : files.is === 'absent' && files.partBytes > 0 ? 'begun' : files.is;
  const facts = [`${(sizeBytes / 1e6).toFixed(0)} MB`, licence, languages.join(' ')].join(', ');
  return `${state.padEnd(8)} ${id.padEnd(22)} ${name} (${facts})${isRecommended ? ', recommended' : ''}`;
}

/** One line of the terminal that is drawn over; in a pipe, nothing. */
function drawProgress(library: Library, id: string): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  library.on('models', (models) => {
    const model = models.find((it) => it.id === id);
    if (model?.files.is !== 'downloading') return;
    const { doneBytes, bytesPerSecond } = model.files;
    const speed = bytesPerSecond === undefined ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
    process.stderr.write(
      `\r\x1b[2K${model.name}: ${(doneBytes / 1e6).toFixed(0)} of ${(model.sizeBytes / 1e6).toFixed(0)} MB${speed}`,
    );
  });
  return () => void process.stderr.write('\n');
}
