import { isUtf8 } from 'node:buffer';
import type { Mistake } from '../tags/vocabulary-file.ts';
import { vocabularyTrouble } from '../tags/vocabulary-trouble.ts';
import { Failure } from '../util/failure.ts';
import { readAtMost } from '../util/read-at-most.ts';

/** A text file in UTF-8 that the person chose, whatever it turns out to be. @throws Failure where it cannot be read */
export async function readTextFile(
  file: string,
  mostMegabytes: number,
): Promise<{ is: 'text'; text: string } | { is: 'mistake'; mistake: Mistake }> {
  let bytes: Buffer | undefined;
  try {
    bytes = await readAtMost(file, mostMegabytes * 1_000_000);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT') throw new Failure('gone', `${file} is not there.`, { details: { path: file }, cause });
    if (code === 'EISDIR')
      throw new Failure('io', `${file} is a folder, not a file.`, { details: { path: file }, cause });
    if (code === 'EACCES' || code === 'EPERM')
      throw new Failure('no-permission', `${file} may not be read.`, { details: { path: file }, cause });
    throw new Failure('io', `${file} could not be read: ${String(cause)}`, { details: { path: file }, cause });
  }
  if (bytes === undefined)
    return { is: 'mistake', mistake: { line: 1, error: vocabularyTrouble('file-large', { most: mostMegabytes }) } };
  try {
    return { is: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    return { is: 'mistake', mistake: { line: firstBadLine(bytes), error: vocabularyTrouble('file-encoding') } };
  }
}

/** By line, because a sign of several bytes never reaches over the end of one. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const until = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, until))) return line;
    from = until;
  }
  return 1;
}
