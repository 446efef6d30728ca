/** The commands of the command line, by which it is told from a window's paths. */
export const commandNames = [
  'add',
  'album',
  'backup',
  'classify',
  'copies',
  'describe',
  'eval',
  'gpu',
  'help',
  'import',
  'index',
  'match',
  'model',
  'search',
  'similar',
  'skeleton',
  'stacks',
  'status',
  'tag',
  'trash',
] as const;

/** What `resources/bin/lumisift` puts before a command that it has recognised. */
export const commandSwitch = '--lumisift-command';

/**
 * The command line's arguments, if that is what the app was started for: `lumisift search ...`, and not
 * `lumisift photo.jpg`. The first word decides; a folder with the name of a command is `./search`.
 * @param args what follows the executable
 */
export function commandAsked(args: readonly string[]): readonly string[] | undefined {
  const marked = args.indexOf(commandSwitch);
  if (marked >= 0) return args.slice(marked + 1);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--library') at++;
    // What follows is named, whatever it is called.
    else if (arg === '--') return undefined;
    else if (['--help', '-h', '--version', '-V'].includes(arg)) return args;
    else if (!arg.startsWith('-')) return commandNames.some((name) => name === arg) ? args : undefined;
  }
  return undefined;
}
