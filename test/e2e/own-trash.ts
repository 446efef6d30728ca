import { afterAll, beforeAll } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';

/** What the tests of this file put into the system's trash lies in a trash of their own (the `Trash` of `XDG_DATA_HOME`). */
export function useOwnTrash(): void {
  const data = temporaryFolder();
  const before = process.env['XDG_DATA_HOME'];
  beforeAll(() => void (process.env['XDG_DATA_HOME'] = data.path));
  afterAll(() => {
    if (before === undefined) delete process.env['XDG_DATA_HOME'];
    else process.env['XDG_DATA_HOME'] = before;
    data[Symbol.dispose]();
  });
}
