import type { TextTower } from '../models/model.ts';
import { type Concept, namesToAskWith } from './vocabulary.ts';

/** Concepts that a model has words for, by id: what it is asked with, {@link wordsToAsk}, is all known to it. */
export function askableConcepts(
  concepts: readonly Concept[],
  { text }: { text: Pick<TextTower, 'classTemplates'> },
  unknownWords: (text: string) => string[],
): string[] {
  return concepts
    .filter((concept) => wordsToAsk(concept, text.classTemplates, unknownWords) !== undefined)
    .map(({ id }) => id);
}

/** The name and the sentences to ask a model with. @returns undefined where it does not know all their words */
export function wordsToAsk(
  concept: Pick<Concept, 'names' | 'mergedNames' | 'prompts'>,
  classTemplates: readonly string[],
  unknownWords: (text: string) => string[],
): { spoken: string; templates: readonly string[] } | undefined {
  const names = namesToAskWith(concept);
  const templates = concept.prompts ?? classTemplates;
  const spoken = names.find((one) => unknownWords(one).length === 0) ?? names[0] ?? '';
  // Its own prompts may do without the name: a word in two senses.
  const isKnown = templates.every((template) => unknownWords(template.replaceAll('{}', spoken)).length === 0);
  return isKnown ? { spoken, templates } : undefined;
}
