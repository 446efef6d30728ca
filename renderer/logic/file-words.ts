/** As the library files people that other programs named. */
const peopleRoot = 'People|';

/**
 * What files say of a photo beside what the person said: people by their names, other keywords with their parents as
 * `animal › dog`. One that says no more than a confirmed tag is left out.
 */
export function otherWords(
  keywords: readonly string[],
  confirmed: readonly string[],
): { readonly people: readonly string[]; readonly keywords: readonly string[] } {
  const known = new Set(confirmed.map((name) => name.toLowerCase()));
  const isKnown = (keyword: string) =>
    known.has(keyword.toLowerCase()) || known.has((keyword.split('|').at(-1) ?? '').toLowerCase());
  const isPerson = (keyword: string) => keyword.startsWith(peopleRoot);
  return {
    people: keywords.filter(isPerson).map((keyword) => keyword.slice(peopleRoot.length)),
    keywords: keywords
      .filter((keyword) => !isPerson(keyword) && !isKnown(keyword))
      .map((keyword) => keyword.replaceAll('|', ' › ')),
  };
}
