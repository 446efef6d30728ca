/** What went wrong in a script, as one sentence that a person can act on. */
export function sentenceOf(error: unknown): string {
  if (isNoRoom(error)) return 'The disk is full: free some space (1 GB is enough), then run this again.';
  const code = codeOf(error);
  const where = error instanceof Error && 'path' in error ? String(error.path) : 'a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${where} can't be written: give yourself the right to (it may belong to root from an earlier run), then run this again.`;
  return error instanceof Error ? error.message : String(error);
}

/** By its code, or by what a program printed that met it. */
export function isNoRoom(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT)$/.test(codeOf(error)) || /ENOSPC|EDQUOT|no space left|disk quota/i.test(String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
