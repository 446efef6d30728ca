import path from 'node:path';
import { shotNameOf } from '../stacks/names.ts';
import { nameBy } from './name-pattern.ts';

/** What a file of an import is called. */
export interface ImportName {
  /** With folders, by `/`; without its ending. */
  readonly as: string;
  /** Equal for files of one shot that get one name: a RAW and its JPEG. They must stay a pair. */
  readonly shot: string;
}

/** Names by a pattern, in the order in which they are asked for: files of one shot have one number. */
export function createImportNames(pattern: string, of: number) {
  const numbers = new Map<string, number>();
  return (file: string, takenWallMs: number): ImportName => {
    const { dir, name, base } = path.parse(file);
    const { stem, isEdit } = shotNameOf(base);
    // An edit has the ending of its photo, and needs a name of its own.
    const own = `${dir}\n${isEdit ? name : stem}\n${Math.floor(takenWallMs / 1_000)}`;
    const number = numbers.get(own) ?? numbers.size + 1;
    numbers.set(own, number);
    const as = nameBy(pattern, { name, takenWallMs, number, of }, true) || name;
    return { as, shot: `${own}\n${as}` };
  };
}
