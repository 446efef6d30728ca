import type { ConceptChange } from '../db/concepts.ts';
import { type Concept, foldName, joinNames, type Names, type Vocabulary } from './vocabulary.ts';

/**
 * The app's concepts with the person's changes over them. It never fails: an update of the app may bring a name or a
 * parent that goes ill with what the person made, and then the person's word stands and the rest is passed over.
 */
export function overlay(builtIn: readonly Concept[], changes: readonly ConceptChange[]): Vocabulary {
  const changesById = new Map(changes.map((change) => [change.id, change]));
  const known = new Set(builtIn.map(({ id }) => id));
  const all = new Map(builtIn.map((concept) => [concept.id, changed(concept, changesById.get(concept.id))]));
  for (const change of changes) {
    // A change to a concept that went out of the app's files says nothing; its answers keep the names they were given.
    if (known.has(change.id) || change.names === undefined) continue;
    all.set(change.id, changed({ id: change.id, names: {}, isOwn: true }, change));
  }
  const mergedInto = mergesOf(changesById, all);
  const mergedNames = new Map<string, Names>();
  for (const [from, into] of mergedInto)
    mergedNames.set(into, joinNames(mergedNames.get(into) ?? {}, all.get(from)?.names ?? {}));

  const stands = (id: string) => mergedInto.get(id) ?? (all.has(id) ? id : undefined);
  const concepts: Concept[] = [];
  for (const concept of all.values()) {
    if (mergedInto.has(concept.id)) continue;
    const names = mergedNames.get(concept.id);
    const { parent, exclusions, ...rest } = concept;
    // What was merged into something narrower leaves its own parent to it.
    let wider = parent === undefined ? undefined : stands(parent);
    for (let raw = parent, steps = all.size; wider === concept.id && raw !== undefined && steps > 0; steps--) {
      raw = all.get(raw)?.parent;
      wider = raw === undefined ? undefined : stands(raw);
    }
    const excluded = [...new Set(exclusions?.flatMap((id) => stands(id) ?? []))].filter((id) => id !== concept.id);
    concepts.push({
      ...rest,
      ...(wider !== undefined && wider !== concept.id && { parent: wider }),
      ...(excluded.length > 0 && { exclusions: excluded }),
      ...(names !== undefined && { mergedNames: names }),
    });
  }
  return indexed(withoutCircles(concepts), mergedInto);
}

function changed(concept: Concept, change: ConceptChange | undefined): Concept {
  if (change === undefined) return concept;
  return {
    ...concept,
    names: namesWith(concept.names, change.names),
    ...(change.parent !== undefined && { parent: change.parent === '' ? undefined : change.parent }),
    ...(change.exclusions !== undefined && { exclusions: change.exclusions }),
    ...(change.prompts !== undefined && { prompts: change.prompts.length === 0 ? undefined : change.prompts }),
    ...(change.isHidden === true && { isHidden: true }),
    ...(change.suggestAt !== undefined && { suggestAt: change.suggestAt }),
    ...(change.forgetsBeforeMs !== undefined && { forgetsBeforeMs: change.forgetsBeforeMs }),
  };
}

/** Language by language; one without names is left out. */
export function namesWith(names: Names, change: Names | undefined): Names {
  const all = { ...names, ...change };
  return Object.fromEntries(Object.entries(all).filter(([, given]) => given.length > 0));
}

/** Merges of merges lead to what is there at last; a circle of them is none. */
function mergesOf(
  changesById: ReadonlyMap<string, ConceptChange>,
  all: ReadonlyMap<string, Concept>,
): Map<string, string> {
  const merges = new Map<string, string>();
  for (const { id, mergedInto } of changesById.values()) {
    if (mergedInto === undefined || !all.has(id)) continue;
    const seen = new Set([id]);
    let into = mergedInto;
    for (let next = changesById.get(into)?.mergedInto; next !== undefined && !seen.has(into);) {
      seen.add(into);
      into = next;
      next = changesById.get(into)?.mergedInto;
    }
    if (all.has(into) && !seen.has(into)) merges.set(id, into);
  }
  return merges;
}

function withoutCircles(concepts: readonly Concept[]): Concept[] {
  const parents = new Map(concepts.map(({ id, parent }) => [id, parent]));
  return concepts.map((concept) => {
    const seen = new Set<string>();
    for (let at = parents.get(concept.id); at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      if (at !== concept.id) continue;
      parents.set(concept.id, undefined);
      const { parent: _, ...rest } = concept;
      return rest;
    }
    return concept;
  });
}

/** Whom a name belongs to that two concepts have: what can be seen before what is hidden, the person's own before the app's. */
function indexed(concepts: readonly Concept[], mergedInto: ReadonlyMap<string, string>): Vocabulary {
  const byName = new Map<string, Concept>();
  const rank = ({ isHidden, isOwn }: Concept) => (isHidden === true ? 2 : 0) + (isOwn === true ? 0 : 1);
  const add = (name: string, concept: Concept) => {
    const folded = foldName(name);
    const other = byName.get(folded);
    if (other === undefined || rank(concept) < rank(other)) byName.set(folded, concept);
  };
  for (const concept of concepts) for (const name of Object.values(concept.names).flat()) add(name, concept);
  for (const concept of concepts)
    for (const name of Object.values(concept.mergedNames ?? {}).flat())
      if (!byName.has(foldName(name))) add(name, concept);
  return {
    concepts,
    byId: new Map(concepts.map((concept) => [concept.id, concept])),
    mergedInto,
    named: (name) => byName.get(foldName(name)),
  };
}
