import type { FileKeyword, GivenAnswer } from '../db/answers.ts';
import type { Answered } from './suggest.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Concepts that a keyword of a file names, with those that its path names: `Animals|Dog` is a dog and an animal. */
export function conceptsInKeyword(keyword: string, { named }: Pick<Vocabulary, 'named'>): string[] {
  const parts = new Set([keyword, ...keyword.split(/[|/]/u).map((part) => part.trim())]);
  return [...new Set([...parts].flatMap((part) => (part === '' ? [] : (named(part)?.id ?? []))))];
}

/**
 * What is settled for photos: the person's answers, and what their files say in the words of a concept. Who wrote "dog"
 * into a file with another program need not be asked for it; what the person rejected here stays rejected. A keyword
 * teaches nothing: it was not said of this concept.
 */
export function settledBy(
  answers: readonly GivenAnswer[],
  keywords: readonly FileKeyword[],
  vocabulary: Pick<Vocabulary, 'mergedInto' | 'named'>,
): Map<number, Answered> {
  const photos = new Map<number, { confirmed: Set<string>; rejected: Set<string> }>();
  const of = (photoId: number) => {
    const known = photos.get(photoId) ?? { confirmed: new Set<string>(), rejected: new Set<string>() };
    photos.set(photoId, known);
    return known;
  };
  for (const { photoId, conceptId, isConfirmed } of answers) {
    const id = vocabulary.mergedInto.get(conceptId) ?? conceptId;
    (isConfirmed ? of(photoId).confirmed : of(photoId).rejected).add(id);
  }
  const meant = new Map<string, string[]>();
  for (const { photoId, keyword } of keywords) {
    let ids = meant.get(keyword);
    if (ids === undefined) meant.set(keyword, (ids = conceptsInKeyword(keyword, vocabulary)));
    for (const id of ids) if (!of(photoId).rejected.has(id)) of(photoId).confirmed.add(id);
  }
  return photos;
}
