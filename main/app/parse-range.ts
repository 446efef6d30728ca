/**
 * A Range header with one range of bytes (RFC 9110, section 14.1.2).
 * @returns [start, end) within the file, all of it without a header, undefined where it cannot be satisfied
 */
export function parseRange(header: string | null, sizeBytes: number): { start: number; end: number } | undefined {
  if (header === null) return { start: 0, end: sizeBytes };
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    const suffix = Number(last);
    return last === '' || suffix === 0 || sizeBytes === 0
      ? undefined
      : { start: Math.max(0, sizeBytes - suffix), end: sizeBytes };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  return start < end ? { start, end } : undefined;
}
