import type { TextTower } from '../models/model.ts';
import { type Concept, namesToAskWith } from './vocabulary.ts';

/** Concepts that a model has words for, by id: what it is asked with, {@link wordsToAsk}, can be read by it. */
export function askableConcepts(
  concepts: readonly Concept[],
  { text }: { text: Pick<TextTower, 'classTemplates'> },
  reads: (text: string) => boolean,
): string[] {
  return concepts
    .filter((concept) => wordsToAsk(concept, text.classTemplates, reads) !== undefined)
    .map(({ id }) => id);
}

/** The name and the sentences to ask a model with. @returns undefined where it can read none of it */
export function wordsToAsk(
  concept: Pick<Concept, 'names' | 'mergedNames' | 'prompts'>,
  classTemplates: readonly string[],
  reads: (text: string) => boolean,
): { spoken: string; templates: readonly string[] } | undefined {
  const names = namesToAskWith(concept);
  const templates = concept.prompts ?? classTemplates;
  const spoken = names.find(reads) ?? names[0] ?? '';
  // Its own prompts may do without the name: a word in two senses.
  const isKnown = templates.every((template) => reads(template.replaceAll('{}', spoken)));
  return isKnown ? { spoken, templates } : undefined;
}

/** Every sentence that a model is asked with for a concept; none where it can read none of it. */
export function promptsOf(...asked: Parameters<typeof wordsToAsk>): string[] {
  const words = wordsToAsk(...asked);
  return words === undefined ? [] : words.templates.map((template) => template.replaceAll('{}', words.spoken));
}
