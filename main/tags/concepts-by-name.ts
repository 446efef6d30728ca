import { allNamesOf, ancestorsOf, foldName, type Vocabulary } from './vocabulary.ts';

/**
 * Which of some concepts a name means: those called so, hidden ones too, and all that is narrower.
 * @param ids of the concepts that count, e.g. those that a photo has; one that is in no vocabulary any more is passed over
 */
export function conceptsByName(
  vocabulary: Pick<Vocabulary, 'byId'> | undefined,
  ids: readonly string[],
): (name: string) => readonly string[] {
  const byName = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const found = byName.get(foldName(name));
    if (found === undefined) byName.set(foldName(name), [id]);
    else if (!found.includes(id)) found.push(id);
  };
  for (const id of ids) {
    const concept = vocabulary?.byId.get(id);
    if (vocabulary === undefined || concept === undefined) continue;
    for (const one of [concept, ...ancestorsOf(concept, vocabulary)])
      for (const name of Object.values(allNamesOf(one)).flat()) add(name, id);
  }
  return (name) => byName.get(foldName(name)) ?? [];
}
