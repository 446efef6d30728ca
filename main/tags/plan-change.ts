import type { ConceptChange } from '../db/concepts.ts';
import type { Concept, Names } from './vocabulary.ts';

/** What is to be changed of a concept. Undefined leaves it; `'model'`, `''` and `[]` take it away. */
export interface ConceptEdit {
  /** The languages that are given; others stay. */
  readonly names?: Names | undefined;
  /** `''`: none. */
  readonly parent?: string | undefined;
  readonly exclusions?: readonly string[] | undefined;
  readonly prompts?: readonly string[] | undefined;
  readonly isHidden?: boolean | undefined;
  readonly suggestAt?: number | 'model' | undefined;
}

/**
 * The change as it is kept: with the edit over what was changed before, and without what is the app's own anyway.
 * @param builtIn undefined for a concept of the person's own
 */
export function withEdit(before: ConceptChange, edit: ConceptEdit, builtIn: Concept | undefined): ConceptChange {
  const names = edit.names === undefined ? before.names : { ...before.names, ...tidied(edit.names) };
  const suggestAt = edit.suggestAt === 'model' ? undefined : (edit.suggestAt ?? before.suggestAt);
  return withoutDefaults(
    {
      ...before,
      isByTagging: undefined,
      names,
      parent: edit.parent ?? before.parent,
      exclusions: edit.exclusions ?? before.exclusions,
      prompts: edit.prompts ?? before.prompts,
      isHidden: edit.isHidden ?? before.isHidden,
      suggestAt,
    },
    builtIn,
  );
}

/** So that a later version of the app can mend what the person left alone. */
function withoutDefaults(change: ConceptChange, builtIn: Concept | undefined): ConceptChange {
  const names = Object.entries(change.names ?? {}).filter(([language, all]) =>
    builtIn === undefined ? all.length > 0 : !isSame(all, builtIn.names[language] ?? []),
  );
  const isAsBefore = (given: readonly string[] | undefined, own: readonly string[] | undefined) =>
    given === undefined || isSame(given, own ?? []);
  return {
    id: change.id,
    ...(names.length > 0 && { names: Object.fromEntries(names) }),
    ...(change.parent !== undefined && change.parent !== (builtIn?.parent ?? '') && { parent: change.parent }),
    ...(!isAsBefore(change.exclusions, builtIn?.exclusions) && { exclusions: change.exclusions }),
    ...(!isAsBefore(change.prompts, builtIn?.prompts) && { prompts: change.prompts }),
    ...(change.isHidden === true && { isHidden: true }),
    ...(change.mergedInto !== undefined && { mergedInto: change.mergedInto }),
    ...(change.suggestAt !== undefined && { suggestAt: change.suggestAt }),
    ...(change.forgetsBeforeMs !== undefined && { forgetsBeforeMs: change.forgetsBeforeMs }),
  };
}

/** A name that is there twice is there once. */
function tidied(names: Names): Names {
  return Object.fromEntries(Object.entries(names).map(([language, all]) => [language, [...new Set(all)]]));
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
