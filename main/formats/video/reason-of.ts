/** What a parser throws where it was led astray, as a clause. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/call stack/i.test(said)) return 'it is nested too deep';
  return /^assertion failed/i.test(said) ? 'its index contradicts itself' : said;
}
