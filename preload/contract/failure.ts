import { z } from 'zod';

/**
 * Trouble that is expected. `kind` chooses the sentence in the person's language, `details` fills it, and `message`
 * is that sentence in English (the command line and logs show it).
 */
export const failureKind = z.enum([
  // a file
  'empty', 'truncated', 'corrupt', 'not-a-picture', 'unsupported', 'too-large', 'too-many-pixels', 'no-permission',
  'gone', 'locked', 'bad-name', 'crashed', 'timed-out', 'out-of-memory', 'io', 'unseen-film', 'cut-film', 'past-end', 'no-film-page',
  // a sidecar, and writing into files
  'sidecar-damaged', 'changed', 'not-writable', 'write-refused',
  // moving files, and the trash
  'name-taken', 'no-trash', 'not-in-trash', 'bad-name-given',
  // a folder
  'folder-missing', 'folder-not-allowed', 'folder-nested', 'folder-own', 'far-link', 'folder-known', 'offline', 'watch-limit', 'watching-ended',
  // the library and the machine
  'library-busy', 'library-newer', 'library-damaged', 'library-missing', 'index-damaged', 'disk-full', 'read-only',
  'model-damaged', 'model-missing',
  // a model that is downloaded or brought
  'hub-unreachable', 'hub-stalled', 'hub-cut', 'hub-broken', 'hub-denied', 'hub-untrusted', 'hub-not-found', 'hub-page',
  'hub-redirect', 'hub-wrong-file', 'model-unfit', 'model-in-use', 'bad-mirror',
  // an update of the app
  'update-unreachable', 'update-unproven', 'update-broken', 'update-untrusted', 'update-failed',
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
  /** The person does not want to hear of it, as long as the file stays as it is. */
  isIgnored: z.boolean(),
});
export type FailedFile = z.infer<typeof failedFile>;

/** Failures of one kind that are not ignored, most first. */
export const failureKindCount = z.object({ kind: failureKind, count: z.int().positive() });
export type FailureKindCount = z.infer<typeof failureKindCount>;
