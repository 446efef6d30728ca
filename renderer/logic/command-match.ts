/** How well a command's name fits what is typed: 0 begins with it, 1 a word of it does, 2 has all its words somewhere; undefined not at all. */
export function commandRank(name: string, typed: string): number | undefined {
  const [text, wanted] = [plain(name), plain(typed)];
  if (wanted === '' || text.startsWith(wanted)) return 0;
  if (text.split(/[\s/-]+/u).some((word) => word.startsWith(wanted))) return 1;
  return wanted.split(' ').every((part) => text.includes(part)) ? 2 : undefined;
}

/**
 * Those that fit, the best first, and as they come where they fit alike.
 * @param namesOf what a command is called, in the language of the window and in others that may be typed
 */
export function matchingCommands<T>(all: readonly T[], namesOf: (one: T) => readonly string[], typed: string): T[] {
  return all
    .map((one, at) => ({
      one,
      at,
      rank: Math.min(...namesOf(one).map((name) => commandRank(name, typed) ?? Infinity)),
    }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ one }) => one);
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim().replace(/\s+/gu, ' ');
}
