import type { ListedConcept } from '../../preload/contract/vocabulary.ts';

/** A tag that is offered while its name is typed. */
export interface TagOffer {
  readonly conceptId: string;
  /** In the person's language. */
  readonly name: string;
  /** The synonym, or the name in another language, that fits what was typed where the name does not. */
  readonly also: string | undefined;
}

interface Spelling {
  readonly text: string;
  readonly folded: string;
}

export interface TagIndex {
  matching(typed: string, most: number): TagOffer[];
}

/**
 * Finds tags by the beginning of a name, of a synonym or of a word in one, in any language, accents and case aside; in
 * scripts without spaces between words also by what stands inside.
 */
export function indexTags(concepts: readonly ListedConcept[]): TagIndex {
  const shown = concepts
    .filter(({ isHidden }) => !isHidden)
    .map((concept) => ({ concept, spellings: [concept.name, ...concept.otherNames].map(spelled) }));
  return {
    matching(typed, most) {
      const wanted = folded(typed);
      if (wanted === '') return [];
      return shown
        .flatMap(({ concept, spellings }) => {
          const best = bestOf(spellings, wanted);
          return best === undefined ? [] : [{ concept, ...best }];
        })
        .sort(
          (a, b) =>
            a.rank - b.rank ||
            b.concept.confirmedCount - a.concept.confirmedCount ||
            a.concept.name.length - b.concept.name.length,
        )
        .slice(0, most)
        .map(({ concept, also }) => ({ conceptId: concept.id, name: concept.name, also }));
    },
  };
}

/** Case, accents and widths aside. */
export function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}

function spelled(text: string): Spelling {
  return { text, folded: folded(text) };
}

function bestOf(
  spellings: readonly Spelling[],
  wanted: string,
): { rank: number; also: string | undefined } | undefined {
  let best: { rank: number; also: string | undefined } | undefined;
  spellings.forEach(({ text, folded: name }, at) => {
    const fit = fitOf(name, wanted);
    if (fit === undefined) return;
    // The name itself comes before what it is called otherwise.
    const rank = 2 * fit + (at === 0 ? 0 : 1);
    if (best === undefined || rank < best.rank) best = { rank, also: at === 0 ? undefined : text };
  });
  return best;
}

const noSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The smaller the better; undefined where it does not fit. */
function fitOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at < 0) return undefined;
  return noSpaces.test(wanted) || /[^\p{L}\p{N}]/u.test(name.charAt(at - 1)) ? 2 : undefined;
}
