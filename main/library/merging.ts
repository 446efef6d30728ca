import { createMerges, type Merge, type MergedTag } from '../db/merges.ts';
import { createMerging, type Said } from '../db/merging.ts';
import type { Db } from '../db/open.ts';
import type { Sources } from '../db/sources.ts';
import type { Texts } from '../db/texts.ts';

/** What is in the journal, and keywords that are to become tags. */
interface Merging {
  readonly id: number;
  readonly keepId: number;
  readonly keywords: readonly string[];
}

/**
 * Brings what is said of copies to the one that is kept: tags, keywords, albums, stars, caption, date and place, whoever
 * said it. Nothing is taken from the others, and no file is touched. It is in the journal with the filing by which the others
 * go: those that did not go, or came back, take with them what came from them.
 */
export function createMergingPart(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  sources: Pick<Sources, 'derive'>;
  texts: Pick<Texts, 'index'>;
  tags: {
    add(photoIds: readonly number[], name: string): Promise<unknown>;
    remove(photoIds: readonly number[], name: string): Promise<unknown>;
  };
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, sources, texts, tags } = deps;
  const merging = createMerging(db);
  const merges = createMerges(db);

  return {
    merge,
    /**
     * Takes back what came from photos that are not in the trash (any more): all that was merged when they went, and what the
     * others had is merged anew. What the person said since stays. After any kind of end it is done again.
     * @param filingIds absent: whatever was cut short
     */
    async settle(filingIds: readonly number[] = merges.filingIds()): Promise<void> {
      for (const filingId of filingIds) {
        const away = merges.awayBy(filingId);
        for (const merge of merges.ofFiling(filingId)) {
          const stillAway = merge.otherIds.filter((id) => away.has(id));
          if (stillAway.length < merge.otherIds.length) await putBack(merge, stillAway);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    keptInPlaceOf: merges.keptInPlaceOf,
  };

  async function merge(filingId: number, keepId: number, otherIds: readonly number[]): Promise<void> {
    await addTags(db.transaction(() => mergeRows(filingId, keepId, otherIds)));
  }

  async function putBack(merged: Merge, stillAway: readonly number[]): Promise<void> {
    const { id, filingId, keepId, before, after } = merged;
    const [were, are] = [tagsOf(after), tagsOf(merging.saidOf(keepId))];
    for (const { tagId, name } of merged.tags)
      if (are.has(tagId) && are.get(tagId) === were.get(tagId)) await tags.remove([keepId], name);
    const again = db.transaction(() => {
      merging.putBack(keepId, before, after);
      merges.drop(id);
      derive(keepId);
      return stillAway.length > 0 ? mergeRows(filingId, keepId, stillAway) : undefined;
    });
    if (again === undefined) deps.onChanged([keepId]);
    else await addTags(again);
  }

  function mergeRows(filingId: number, keepId: number, otherIds: readonly number[]): Merging {
    const others = otherIds.filter((id) => id !== keepId);
    const id = merges.begin(filingId, keepId, others, merging.saidOf(keepId));
    const keywords = others.flatMap((other) => merging.merge(other, keepId));
    merges.setAfter(id, merging.saidOf(keepId), []);
    derive(keepId);
    return { id, keepId, keywords };
  }

  async function addTags({ id, keepId, keywords }: Merging): Promise<void> {
    const added: MergedTag[] = [];
    for (const name of new Set(keywords)) {
      const known = tagsOf(merging.saidOf(keepId));
      await tags.add([keepId], name);
      const said = merging.saidOf(keepId);
      for (const tagId of tagsOf(said).keys()) if (!known.has(tagId)) added.push({ tagId, name });
      db.transaction(() => merges.setAfter(id, said, added));
    }
    deps.onChanged([keepId]);
  }

  function derive(photoId: number): void {
    sources.derive(photoId);
    texts.index(photoId);
  }
}

/** What was said of each tag, by its id. */
function tagsOf(said: Said): Map<number, string> {
  return new Map((said['tag_answers'] ?? []).map((row) => [Number(row['tag_id']), JSON.stringify(row)]));
}
