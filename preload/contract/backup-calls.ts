import { z } from 'zod';
import { backups, preciousCounts, preciousPreview } from './backup.ts';
import { call } from './call.ts';

/** Copies of the library, and everything precious as a file. */
export const backupCalls = {
  'backups.list': call(z.undefined(), backups),
  'backups.make': call(z.undefined(), backups),
  /** The library is closed, the copy put in its place, and the window read anew. */
  'backups.restore': call(z.object({ name: z.string().max(200) }), z.undefined()),
  /** Asks the person for a place. @returns the file's name, or undefined: they did not want to */
  'precious.export': call(z.undefined(), preciousCounts.extend({ fileName: z.string() }).optional()),
  /** Asks the person for a file and tells what it would add. */
  'precious.chooseImport': call(z.undefined(), preciousPreview.optional()),
  'precious.applyImport': call(z.object({ importId: z.int() }), preciousCounts),
  /** What is done about a library that is gone. */
  'recovery.choose': call(z.object({ how: z.enum(['restore', 'begin-anew', 'quit']) }), z.undefined()),
} as const;
