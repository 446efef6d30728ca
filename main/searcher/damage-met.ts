import { isDamage } from '../db/connect.ts';
import { Failure } from '../util/failure.ts';
import type { FromSearcher } from './messages.ts';

/** What is told of an error that means a damaged page: to the host, and to whoever asked. @returns undefined for others */
export function damageMet(error: unknown): { message: FromSearcher; failure: Failure } | undefined {
  const isVector = error instanceof Failure && error.kind === 'index-damaged';
  if (!isVector && !isDamage(error)) return undefined;
  // Full text and vectors are in index.db alone.
  const isSurely = isVector || (error instanceof Error && 'code' in error && error.code === 'SQLITE_CORRUPT_VTAB');
  const failure = new Failure(
    'index-damaged',
    'The search index was damaged and is being built again: ask again in a moment.',
    {
      cause: error,
    },
  );
  return { message: { is: 'damaged', isSurely }, failure };
}
