import { conceptsInKeyword } from './given.ts';
import { allNamesOf, ancestorsOf, foldName, type Vocabulary } from './vocabulary.ts';

/**
 * Which of some concepts a name means: those called so, hidden ones too, and all that is narrower.
 * @param ids of the concepts that count, e.g. those that a photo has; one that is in no vocabulary any more is passed over
 */
export function conceptsByName(
  vocabulary: Pick<Vocabulary, 'byId' | 'mergedInto'> | undefined,
  ids: readonly string[],
): (name: string) => readonly string[] {
  // Made at the first question: most questions have no `tag:` in them.
  let byName: Map<string, string[]> | undefined;
  return (name) => (byName ??= namesOf(vocabulary, ids)).get(foldName(name)) ?? [];
}

/**
 * Which of the keywords in files a name means: those that name a concept called so, in any language, and all that is
 * narrower. `tag:animal` finds a photo whose file says "dog", and so does `tag:狗`.
 */
export function keywordsByName(
  vocabulary: Pick<Vocabulary, 'byId' | 'named'> | undefined,
  keywords: readonly string[],
): (name: string) => readonly string[] {
  let byName: Map<string, string[]> | undefined;
  const read = () => {
    const found = new Map<string, string[]>();
    if (vocabulary === undefined) return found;
    for (const keyword of keywords) {
      const called = conceptsInKeyword(keyword, vocabulary).flatMap((id) => {
        const concept = vocabulary.byId.get(id);
        return concept === undefined ? [] : [concept, ...ancestorsOf(concept, vocabulary)];
      });
      const names = called.flatMap((one) => Object.values(allNamesOf(one)).flat());
      for (const name of new Set(names.map(foldName))) found.set(name, [...(found.get(name) ?? []), keyword]);
    }
    return found;
  };
  return (name) => (byName ??= read()).get(foldName(name)) ?? [];
}

function namesOf(
  vocabulary: Pick<Vocabulary, 'byId' | 'mergedInto'> | undefined,
  ids: readonly string[],
): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const found = byName.get(foldName(name));
    if (found === undefined) byName.set(foldName(name), [id]);
    else if (!found.includes(id)) found.push(id);
  };
  for (const id of ids) {
    // An album may still give what was merged.
    const concept = vocabulary?.byId.get(vocabulary.mergedInto.get(id) ?? id);
    if (vocabulary === undefined || concept === undefined) continue;
    for (const one of [concept, ...ancestorsOf(concept, vocabulary)])
      for (const name of Object.values(allNamesOf(one)).flat()) add(name, id);
  }
  return byName;
}
