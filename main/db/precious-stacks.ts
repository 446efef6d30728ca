import type { Db } from './open.ts';
import { createOwnStacks } from './stacks.ts';

/** What the person said of stacks, by content and not by ids. */
export interface PreciousStacks {
  readonly joined: { photos: string[]; atMs: number }[];
  readonly apart: { content: string; atMs: number }[];
  readonly bests: { content: string; atMs: number }[];
}

/** Takes what was said of stacks from one library to another. What is said here already stands. */
export function createPreciousStacks({ sql }: Pick<Db, 'sql'>) {
  const own = createOwnStacks({ sql });
  const rows = sql.prepare<[], { content: string; stack: number | null; atMs: number }>(
    `SELECT lower(hex(p.content)) content, o.stack, o.at_ms atMs FROM own_stacks o JOIN photos p ON p.id = o.photo_id
     ORDER BY o.stack, p.content`,
  );
  const bests = sql.prepare<[], { content: string; atMs: number }>(
    `SELECT lower(hex(p.content)) content, b.at_ms atMs FROM stack_bests b JOIN photos p ON p.id = b.photo_id
     ORDER BY b.at_ms, p.content`,
  );
  return {
    all(): PreciousStacks {
      const joined = new Map<number, { photos: string[]; atMs: number }>();
      const apart: PreciousStacks['apart'] = [];
      for (const { content, stack, atMs } of rows.all()) {
        if (stack === null) apart.push({ content, atMs });
        else {
          const known = joined.get(stack);
          if (known === undefined) joined.set(stack, { photos: [content], atMs });
          else known.photos.push(content);
        }
      }
      return { joined: [...joined.values()], apart, bests: bests.all() };
    },
    /**
     * Call it inside a transaction.
     * @param idOf the photo, which may be expected only; undefined: it would be, were it no dry run
     * @param isDryRun only counts
     * @returns the photos it is about, and how many were in no stack by hand yet
     */
    takeIn(
      given: PreciousStacks,
      idOf: (content: string) => number | undefined,
      isDryRun = false,
    ): { touched: number[]; addedCount: number } {
      const touched: number[] = [];
      let addedCount = 0;
      const wordOf = (id: number | undefined) => (id === undefined ? undefined : own.wordsOf([id])[0]);
      for (const { photos, atMs } of given.joined) {
        const words = photos.map((content) => {
          const id = idOf(content);
          return { id, own: wordOf(id)?.own };
        });
        const open = words.filter((word) => word.own === undefined);
        const stack = words.flatMap((word) => word.own?.stack ?? [])[0];
        touched.push(...known(words));
        // One that is left alone is no stack.
        if (open.length + (stack === undefined ? 0 : 1) < 2) continue;
        if (!isDryRun) own.join(known(open), atMs, stack);
        addedCount += open.length;
      }
      for (const { content, atMs } of given.apart) {
        const id = idOf(content);
        if (wordOf(id)?.own === undefined) {
          if (!isDryRun) own.part(known([{ id }]), atMs);
          addedCount++;
        }
        touched.push(...known([{ id }]));
      }
      for (const { content, atMs } of given.bests) {
        const id = idOf(content);
        if (id === undefined) continue;
        if (wordOf(id)?.bestAtMs === undefined && !isDryRun) own.setBest(id, atMs);
        touched.push(id);
      }
      return { touched, addedCount };
    },
  };
}

function known(photos: readonly { readonly id: number | undefined }[]): number[] {
  return photos.flatMap(({ id }) => id ?? []);
}
