import { shell } from 'electron';
import { Failure } from '../util/failure.ts';

/** @throws Failure 'not-found' without a path */
export function showInFileManager(path: string | undefined): void {
  if (path === undefined) throw new Failure('not-found', 'This file is no longer in the library.');
  shell.showItemInFolder(path);
}
