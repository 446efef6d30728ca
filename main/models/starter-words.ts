/**
 * Finds what stands for a word in the starter's vocabulary.
 * @param by.standIns ids with spaces between
 * @returns `idsOf`: ids of the word itself or of words that say the same, [] where there are none. `idsOfWord`, for an
 * English word: those, else of what it is a form of, of the two it is made of, or of the one that was meant; else [1]
 */
export function createWordFinder(by: {
  idOf: ReadonlyMap<string, number>;
  common: ReadonlySet<string>;
  standIns: Readonly<Record<string, string>>;
}): Record<'idsOf' | 'idsOfWord', (word: string) => readonly number[]> {
  const standIns = new Map(Object.entries(by.standIns));

  function known(word: string): readonly number[] {
    const id = by.idOf.get(word);
    return id === undefined ? (standIns.get(word)?.split(' ').map(Number) ?? []) : [id];
  }

  const inflected = (word: string) => firstFound(basesOf(word), known);

  /** snowfield: snow, field. The longest first part; both parts have at least three letters. */
  function compound(word: string): readonly number[] {
    for (let cut = word.length - 3; cut > 2; cut--) {
      const head = word.slice(0, cut);
      const tail = word.slice(cut);
      if (!by.common.has(head)) continue;
      const second = [tail, ...basesOf(tail)].find((part) => part.length >= 3 && by.common.has(part));
      if (second !== undefined) return [...known(head), ...known(second)];
    }
    return [];
  }

  /** Ids go by frequency: the lowest is the likeliest. */
  function misspelt(word: string): readonly number[] {
    if (word.length < 5 || /\d/.test(word)) return [];
    const ids = [...oneEditAway(word)].flatMap((near) => (by.common.has(near) ? known(near) : []));
    return ids.length === 0 ? [] : [Math.min(...ids)];
  }

  return {
    idsOf: known,
    idsOfWord(word) {
      const isWord = word.length <= longestWord;
      const ids = firstFound(isWord ? [known, inflected, compound, misspelt] : [], (resolve) => resolve(word));
      return ids.length === 0 ? [1] : ids;
    },
  };
}

/** What is longer is no word: looking for what it may be would take seconds. */
const longestWord = 24;

function firstFound<T>(of: readonly T[], find: (one: T) => readonly number[]): readonly number[] {
  for (const one of of) {
    const found = find(one);
    if (found.length > 0) return found;
  }
  return [];
}

/** What an English word may be a form of, the likeliest first. */
function basesOf(word: string): string[] {
  return endings.flatMap(({ ending, instead, doubles }) => {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < 3) return [];
    const isDoubled = doubles && stem.length >= 4 && stem.at(-1) === stem.at(-2);
    return [...instead.map((letters) => stem + letters), ...(isDoubled ? [stem.slice(0, -1)] : [])];
  });
}

/** `doubles`: a letter may stand twice before it, as in running. */
const endings = [
  { ending: 'ies', instead: ['y', 'ie'], doubles: false },
  { ending: 'ves', instead: ['f', 'fe'], doubles: false },
  { ending: 'es', instead: ['', 'e'], doubles: false },
  { ending: 's', instead: [''], doubles: false },
  { ending: 'ing', instead: ['', 'e'], doubles: true },
  { ending: 'ed', instead: ['', 'e'], doubles: true },
  { ending: 'er', instead: ['', 'e'], doubles: true },
  { ending: 'est', instead: ['', 'e'], doubles: true },
  { ending: 'ier', instead: ['y'], doubles: false },
  { ending: 'iest', instead: ['y'], doubles: false },
  { ending: 'ly', instead: ['', 'le'], doubles: false },
  { ending: 'y', instead: ['', 'e'], doubles: true },
  { ending: 'ish', instead: [''], doubles: false },
];

/** A letter less, another, one more, or two neighbours swapped. */
function* oneEditAway(word: string): Generator<string> {
  for (let i = 0; i <= word.length; i++) {
    const head = word.slice(0, i);
    const tail = word.slice(i);
    if (tail !== '') yield head + tail.slice(1);
    if (tail.length > 1) yield head + tail.charAt(1) + tail.charAt(0) + tail.slice(2);
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      if (tail !== '') yield head + letter + tail.slice(1);
      yield head + letter + tail;
    }
  }
}
