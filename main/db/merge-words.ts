import type { Database, Statement } from 'better-sqlite3';

const commitsBetween = 8;
/** Pages of 4 kB that one step writes at most: about 10 ms. Eight commits of some photos each write a sixth of that. */
const pagesAtOnce = 64;

/**
 * Merges what commits added to the full text, a little at a time.
 * [Note: Merging words] FTS5 keeps a part for each commit and merges parts when there are many (https://sqlite.org/fts5.html, section
 * 6.7): by itself 64 pages for each level at once, and sixteen parts of a level whole when it falls behind, as it does where
 * commits are small. Of 100,000 photos that held the main process up for 170 ms. So its own merging is off, and this does it.
 */
export function createWordMerging(sql: Database) {
  let merge: Statement<[number]> | undefined;
  let commits = 0;
  return {
    /** Called after every commit, and does nothing mostly. */
    committed(): void {
      if (++commits % commitsBetween !== 0 || sql.inTransaction) return;
      try {
        // Not before: a connection that mends itself does so for what it prepares from then on.
        merge ??= sql.prepare<[number]>(`INSERT INTO idx.texts (texts, rank) VALUES ('merge', ?)`);
        merge.run(pagesAtOnce);
      } catch {
        // A full disk: whoever writes next is told, and the words are found as they are.
      }
    },
  };
}
