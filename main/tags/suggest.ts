import type { Model, TextTower } from '../models/model.ts';
import { classPrompts } from '../models/class-prompts.ts';
import { contentWords } from '../search/cutoff-features.ts';
import type { Cutoff, Question } from '../search/cutoff.ts';
import { bestDot } from '../util/best-dot.ts';
import { wordsToAsk } from './askable.ts';
import { type BentLine, chanceAt } from './chance.ts';
import type { TagFit } from './tag-fit.ts';
import { ancestorsOf, type Concept, type Vocabulary } from './vocabulary.ts';

/** A concept that may be right for a photo. */
export interface Suggested {
  readonly conceptId: string;
  /** 0..1, calibrated: docs/tags.md */
  readonly probability: number;
}

/** A concept as a question to one model. */
export interface AskedConcept {
  readonly concept: Concept;
  readonly question: Question;
}

/** {@link AskedConcept} in one library: the logit of its probability is `base + slope * cosine`. */
export interface PreparedConcept {
  readonly concept: Concept;
  readonly vector: Float32Array;
  readonly line: BentLine;
}

/**
 * Every concept as a question: the mean of its prompts. Those are left out whose words the model cannot read, so that
 * nothing is made up.
 */
export async function askConcepts(
  concepts: readonly Concept[],
  by: {
    model: Pick<Model, 'dim'> & { text: Pick<TextTower, 'classTemplates'> };
    embedTexts: (texts: string[]) => Promise<Float32Array>;
    reads: (text: string) => boolean;
  },
): Promise<AskedConcept[]> {
  const { dim, text } = by.model;
  const sayings = concepts.flatMap((concept) => {
    const words = wordsToAsk(concept, text.classTemplates, by.reads);
    return words === undefined ? [] : [{ concept, ...words }];
  });
  const vectors = new Map<Concept, Float32Array>();
  const rest = new Set(sayings);
  while (rest.size > 0) {
    const [first] = rest;
    // Those with the same prompts together: each run of the tower costs as much as fifty texts in it.
    const together = [...rest].filter(({ templates }) => templates === first?.templates).slice(0, askedAtOnce);
    for (const one of together) rest.delete(one);
    const means = await classPrompts(
      together.map(({ spoken }) => spoken),
      first?.templates ?? [],
      by.embedTexts,
    );
    if (means.length !== together.length * dim)
      throw new Error(`the text tower gave ${means.length} numbers, not ${together.length} times ${dim}`);
    together.forEach(({ concept }, at) => vectors.set(concept, means.slice(at * dim, (at + 1) * dim)));
  }
  return sayings.flatMap(({ concept, spoken }) => {
    const vector = vectors.get(concept);
    if (vector === undefined) return [];
    return [{ concept, question: { is: 'text', vector, contentWords: contentWords(spoken).length } }];
  });
}

/** Bounds the texts in memory. */
const askedAtOnce = 64;

/**
 * What asking costs is done once for a library: 735 concepts against a sample of 400 photos.
 * @param scoresOf the library's cosines with a vector; a sample will do
 */
export function prepareConcepts(
  asked: readonly AskedConcept[],
  by: {
    cutoff: Pick<Cutoff, 'line'>;
    scoresOf: (vector: Float32Array) => Float32Array;
    fit: Pick<TagFit, 'slope' | 'bias' | 'bends'>;
  },
): PreparedConcept[] {
  return asked.flatMap(({ concept, question }) => {
    const line = by.cutoff.line(question, by.scoresOf(question.vector));
    if (line === undefined) return [];
    const { slope, bias, bends } = by.fit;
    return [
      { concept, vector: question.vector, line: { base: bias + slope * line.base, slope: slope * line.slope, bends } },
    ];
  });
}

/**
 * Every concept's probability for a photo: one dot product each. A wider concept is at least as probable as any that it
 * holds; wider ones that the model has no words for get their probability from those.
 * @param photo unit vectors of its parts, of which the best counts
 */
export function probabilitiesOf(
  photo: readonly Float32Array[],
  prepared: readonly PreparedConcept[],
  vocabulary: Pick<Vocabulary, 'byId'>,
): Map<string, number> {
  const probabilities = new Map<string, number>();
  const raise = (conceptId: string, to: number) =>
    probabilities.set(conceptId, Math.max(to, probabilities.get(conceptId) ?? 0));
  for (const { concept, vector, line } of prepared) {
    const probability = chanceAt(line, bestDot(photo, vector));
    raise(concept.id, probability);
    for (const { id } of ancestorsOf(concept, vocabulary)) raise(id, probability);
  }
  return probabilities;
}

/** The person's answers for one photo. */
export interface Answered {
  readonly confirmed: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

/**
 * What to suggest from a threshold on, the most probable first: without what is hidden, what the person answered, what
 * follows from that (no animal: no dog; a dog: an animal) and what excludes something more probable or confirmed.
 */
export function suggestionsOf(
  probabilities: ReadonlyMap<string, number>,
  vocabulary: Pick<Vocabulary, 'byId'>,
  { confirmed, rejected }: Answered,
  threshold: number | ((conceptId: string) => number),
): Suggested[] {
  const thresholdOf = typeof threshold === 'number' ? () => threshold : threshold;
  const isExcluded = exclusionsIn(vocabulary);
  const chosen: Suggested[] = [];
  const standing = [...confirmed];
  const candidates = [...probabilities]
    .filter(([id, probability]) => probability >= thresholdOf(id) && !confirmed.has(id) && !rejected.has(id))
    .sort(([a, p], [b, q]) => q - p || depth(b, vocabulary) - depth(a, vocabulary) || (a < b ? -1 : 1));
  for (const [conceptId, probability] of candidates) {
    const concept = vocabulary.byId.get(conceptId);
    if (concept === undefined || concept.isHidden === true || isImplied(conceptId, confirmed, vocabulary)) continue;
    if (ancestorsOf(concept, vocabulary).some(({ id }) => rejected.has(id))) continue;
    if (standing.some((other) => isExcluded(conceptId, other))) continue;
    standing.push(conceptId);
    chosen.push({ conceptId, probability });
  }
  return chosen;
}

/** Whoever confirmed a dog need not be asked for an animal. */
function isImplied(conceptId: string, confirmed: ReadonlySet<string>, vocabulary: Pick<Vocabulary, 'byId'>): boolean {
  for (const id of confirmed) {
    const concept = vocabulary.byId.get(id);
    if (concept !== undefined && ancestorsOf(concept, vocabulary).some((wider) => wider.id === conceptId)) return true;
  }
  return false;
}

function depth(conceptId: string, vocabulary: Pick<Vocabulary, 'byId'>): number {
  const concept = vocabulary.byId.get(conceptId);
  return concept === undefined ? 0 : ancestorsOf(concept, vocabulary).length;
}

/** What excludes a wider concept excludes what is in it: a kitchen is indoors, so it is not outdoors. */
function exclusionsIn(vocabulary: Pick<Vocabulary, 'byId'>): (a: string, b: string) => boolean {
  const lineOf = (id: string): Concept[] => {
    const concept = vocabulary.byId.get(id);
    return concept === undefined ? [] : [concept, ...ancestorsOf(concept, vocabulary)];
  };
  const says = (some: readonly Concept[], others: readonly Concept[]) =>
    some.some(({ exclusions }) => exclusions?.some((id) => others.some((other) => other.id === id)) === true);
  return (a, b) => says(lineOf(a), lineOf(b)) || says(lineOf(b), lineOf(a));
}
