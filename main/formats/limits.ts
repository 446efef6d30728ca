/**
 * @file How much of a file that nobody trusts is taken in. Every parser here is linear in its input, and stops at these:
 * what is past a limit is left out of a picture's metadata, and a sidecar past one is set aside with the reason.
 *
 * [Note: Limits of what is read]
 * Each is far above what programs write and far below what would hold up a process. Real numbers beside them, from the
 * files of test/fixtures and of some 1,000 odd pictures.
 */

/** A packet of XMP or a sidecar: a few kB; with an edit history for every brush stroke some hundred. */
export const mostTextBytes = 4 * 2 ** 20;
/** Elements or brackets inside each other: regions need about twelve. */
export const mostDepth = 100;
/** Properties, list items and structures of one packet together: a face each of 200 people makes some 1,000. */
export const mostValues = 20_000;
/** Names in one hierarchical keyword: six is much. */
export const mostKeywordParts = 50;
/** Letters of a keyword with its parents; Windows allows a path 260. */
export const mostKeywordLength = 2_000;
/** Keywords of one photo: the most that was seen is 380. */
export const mostKeywords = 2_000;
/** Letters of a caption. */
export const mostTextLength = 50_000;
/** Entries of a directory of EXIF: makers write 60 or so. */
export const mostTags = 2_000;
/** Bytes of all their values that are read. */
export const mostTagBytes = 2 ** 20;
/** Data sets of IPTC-IIM. */
export const mostDatasets = 5_000;
/** Segments, chunks or boxes of one file: a PNG that was streamed in pieces of 8 kB has 40,000 for 300 MB. */
export const mostParts = 200_000;

/** Frames of a film: 12 hours of 60 a second are 2.6 million. */
export const mostFrames = 4_000_000;
/** Bytes of a film's index, or of one of its frames: 12 hours of 60 a second have 42 MB of `idx1`, 8K an I frame of 10. */
export const mostIndexBytes = 64 * 2 ** 20;

/** A parser stopped at one of these; the message is a clause: "it is nested too deep". */
export class PastLimit extends Error {}
