import type { ListedConcept } from '../../preload/contract/vocabulary.ts';
import { folded } from './tag-match.ts';

/** Which concepts a list shows. */
export type Shown = 'all' | 'own' | 'changed' | 'hidden';

/** A line of the tree. */
export interface ConceptRow {
  readonly concept: ListedConcept;
  readonly depth: number;
  readonly childCount: number;
  readonly isOpen: boolean;
  /** Names of what it is a part of, the widest first: where the list is no tree. */
  readonly path: readonly string[];
}

/** The concepts as a tree, as far as it is opened; what fits something typed, or is own, changed or hidden, as a list. */
export function conceptRows(
  concepts: readonly ListedConcept[],
  by: { open: ReadonlySet<string>; typed: string; shown: Shown },
): ConceptRow[] {
  const byId = new Map(concepts.map((concept) => [concept.id, concept]));
  const children = new Map<string, ListedConcept[]>();
  for (const concept of concepts) {
    const parent = concept.parent !== undefined && byId.has(concept.parent) ? concept.parent : '';
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [concept]);
    else siblings.push(concept);
  }
  const wanted = folded(by.typed);
  if (wanted === '' && by.shown === 'all') return branch('', 0);
  return concepts
    .filter((concept) => isShown(concept, by.shown))
    .map((concept) => ({ concept, fit: fitOf(concept, wanted) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => (a.fit ?? 0) - (b.fit ?? 0))
    .map(({ concept }) => ({
      concept,
      depth: 0,
      childCount: 0,
      isOpen: false,
      path: pathOf(concept, byId),
    }));

  function branch(parent: string, depth: number): ConceptRow[] {
    return (children.get(parent) ?? []).flatMap((concept) => {
      const childCount = children.get(concept.id)?.length ?? 0;
      const isOpen = childCount > 0 && by.open.has(concept.id);
      return [{ concept, depth, childCount, isOpen, path: [] }, ...(isOpen ? branch(concept.id, depth + 1) : [])];
    });
  }
}

/** What a concept is a part of, the widest first. */
export function pathOf(concept: ListedConcept, byId: ReadonlyMap<string, ListedConcept>): string[] {
  const path: string[] = [];
  for (let at = concept.parent; at !== undefined && path.length < 20; at = byId.get(at)?.parent) {
    const wider = byId.get(at);
    if (wider !== undefined) path.unshift(wider.name);
  }
  return path;
}

function isShown({ isOwn, isChanged, isHidden }: ListedConcept, shown: Shown): boolean {
  return { all: true, own: isOwn, changed: isChanged || isHidden, hidden: isHidden }[shown];
}

/** The smaller the better: the beginning of the name, of a word in it, of a synonym; then what has it inside. */
function fitOf({ name, otherNames }: ListedConcept, wanted: string): number | undefined {
  const shown = folded(name);
  if (wanted === '') return 0;
  if (shown.startsWith(wanted)) return 1;
  if (shown.includes(` ${wanted}`)) return 2;
  if (otherNames.some((one) => folded(one).startsWith(wanted))) return 3;
  return [name, ...otherNames].some((one) => folded(one).includes(wanted)) ? 4 : undefined;
}
