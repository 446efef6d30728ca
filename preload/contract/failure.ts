import { z } from 'zod';

/**
 * Trouble that is expected. `kind` chooses the sentence in the person's language, `details` fills it, and `message`
 * is that sentence in English (the command line and logs show it).
 */
export const failureKind = z.enum([
  // a file
  'empty', 'truncated', 'corrupt', 'not-a-picture', 'unsupported', 'too-large', 'too-many-pixels', 'no-permission',
  'gone', 'locked', 'bad-name', 'crashed', 'timed-out', 'out-of-memory', 'io',
  // a sidecar, and writing into files
  'sidecar-damaged', 'changed', 'not-writable', 'write-refused',
  // a folder
  'folder-missing', 'folder-not-allowed', 'folder-nested', 'folder-known', 'offline', 'watch-limit',
  // the library and the machine
  'library-busy', 'library-newer', 'library-damaged', 'disk-full', 'read-only', 'model-damaged', 'model-missing',
  // a model that is downloaded or brought
  'hub-unreachable', 'hub-stalled', 'hub-cut', 'hub-broken', 'hub-denied', 'hub-untrusted', 'hub-not-found', 'hub-page',
  'hub-redirect', 'hub-wrong-file', 'model-unfit', 'model-in-use', 'bad-mirror',
  // a call
  'bad-input', 'not-found', 'stale', 'refused', 'unavailable', 'bug',
]); // prettier-ignore
export type FailureKind = z.infer<typeof failureKind>;

export const failureDetails = z.record(z.string(), z.union([z.string(), z.number()]));
export type FailureDetails = z.infer<typeof failureDetails>;

export const failureReport = z.object({
  kind: failureKind,
  message: z.string(),
  details: failureDetails.optional(),
});
export type FailureReport = z.infer<typeof failureReport>;

/** A file that could not become a photo, and why. */
export const failedFile = failureReport.extend({
  fileId: z.int().positive(),
  path: z.string(),
  atMs: z.number(),
  attempts: z.int(),
});
export type FailedFile = z.infer<typeof failedFile>;
