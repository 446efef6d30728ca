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
