/** What a pattern of names is filled with. */
export interface NameParts {
  /** Of the photo's file, without its ending. */
  readonly name: string;
  /** When it was taken: wall-clock, as if it were UTC. */
  readonly takenWallMs: number;
  /** From 1 on. */
  readonly number: number;
  /** Of how many: numbers are as long as the longest. */
  readonly of: number;
}

/**
 * A file's name by a pattern: `{date}-{name}` -> `2024-08-31-IMG_1`. Tokens are `{name}`, `{date}`, `{time}`, `{year}`,
 * `{month}`, `{day}` and `{number}`; anything else stands for itself. What no system takes in a name becomes `_`.
 * @param pattern may have `/` between folders where `hasFolders`
 */
export function nameBy(pattern: string, parts: NameParts, hasFolders = false): string {
  const at = new Date(parts.takenWallMs).toISOString();
  const values: Readonly<Record<string, string>> = {
    name: parts.name,
    date: at.slice(0, 10),
    time: at.slice(11, 19).replaceAll(':', '-'),
    year: at.slice(0, 4),
    month: at.slice(5, 7),
    day: at.slice(8, 10),
    number: String(parts.number).padStart(String(parts.of).length, '0'),
  };
  return pattern
    .split(hasFolders ? '/' : '\u0000')
    .map((part) => clean(part.replace(/\{(\w+)\}/gu, (whole, token: string) => values[token] ?? whole)))
    .filter((part) => part !== '' || !hasFolders)
    .join('/');
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/iu;

function clean(name: string): string {
  const plain = Array.from(name, (char) => (char < ' ' || '/\\:*?"<>|'.includes(char) ? '_' : char))
    .join('')
    .trim()
    .replace(/^\.+/u, '_')
    .replace(/[. ]+$/u, '')
    .slice(0, 120);
  return reserved.test(plain) ? `_${plain}` : plain;
}
