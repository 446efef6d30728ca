import { z } from 'zod';
import { checkJson } from '../formats/check-json.ts';
import { Failure } from '../util/failure.ts';

/** SHA-256 of a picture, 64 hex digits: a photo is its content, in whichever library it is. [Note: Why content, not paths] */
const content = z.string().regex(/^[\da-f]{64}$/);
/** What a date can hold. */
const atMs = z.int().min(-8.6e15).max(8.6e15);
/** What a text in SQLite can hold: NUL ends one, and half a surrogate pair is no UTF-8. */
const kept = z.string().refine((it) => !/\0|\p{Surrogate}/u.test(it));
const text = kept.max(20_000);

const photo = z.object({
  content,
  rating: z.int().min(0).max(5).optional(),
  caption: kept.max(100_000).optional(),
  takenWallMs: atMs.optional(),
  takenPrecision: z.enum(['year', 'month', 'day']).optional(),
  takenOffsetMin: z.int().min(-10_000).max(10_000).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  favourite: z.literal([0, 1]).optional(),
  hidden: z.literal(1).optional(),
  turn: z.int().min(2).max(8).optional(),
  flag: z.literal([-1, 0, 1]).optional(),
  crop: z
    .string()
    .regex(/^[\d.e-]{1,12}(?:,[\d.e-]{1,12}){3}$/)
    .optional(),
});

const answer = z.object({
  content,
  path: z.string().optional(),
  /** `own-3@1f2e3d4c` is the third of the person's own in the library that is called so. */
  concept: kept.max(500),
  name: kept.max(1_000),
  isConfirmed: z.boolean(),
  atMs,
});

const album = z.object({
  number: z.int(),
  /** Number of the album that it lies in. */
  in: z.int().optional(),
  name: kept.min(1).max(1_000),
  kind: z.enum(['manual', 'smart']),
  sort: z.enum(['own', 'date']),
  cover: content.optional(),
  rule: z.object({
    text,
    keptAsWords: z.array(text).max(1_000),
    least: z.enum(['sure', 'likely']),
    strictness: z.number().min(-1).max(1),
  }),
  tag: z.string().max(500).optional(),
  tagName: z.string().max(1_000).optional(),
  tagMode: z.enum(['off', 'suggest', 'apply']),
  tagLeast: z.number().min(0).max(1),
  /** In their order. */
  photos: z.array(content),
  examples: z.array(z.object({ content, isIncluded: z.boolean(), atMs })),
});

/** What the person said of stacks. */
const stacks = z.object({
  joined: z.array(z.object({ photos: z.array(content), atMs })),
  apart: z.array(z.object({ content, atMs })),
  /** They stand for their stacks. */
  bests: z.array(z.object({ content, atMs })),
});

const search = z.object({ name: kept.min(1).max(1_000), text, keptAsWords: z.array(text), atMs });

const schema = z.object({
  format: z.literal('lumisift-precious'),
  version: z.literal(1),
  exportedAt: z.string(),
  library: z.string(),
  photos: z.array(photo),
  answers: z.array(answer),
  albums: z.array(album),
  searches: z.array(search),
  /** Not in files of older versions. */
  stacks: stacks.optional(),
  /** As the vocabulary's own files have it. */
  vocabulary: z.object({ concepts: z.array(z.unknown()) }),
});

/** Albums inside each other: what a person makes has five. */
const mostAlbumDepth = 100;

/** Everything that cannot be made again from the photos. */
export type PreciousFile = z.infer<typeof schema>;
export type PreciousPhoto = z.infer<typeof photo>;
export type PreciousAnswer = z.infer<typeof answer>;
export type PreciousStacks = z.infer<typeof stacks>;
export type PreciousAlbum = z.infer<typeof album>;

/** One thing a line: two files can be compared line by line. */
export function writePrecious({
  photos,
  answers,
  albums,
  searches,
  stacks,
  vocabulary,
  ...head
}: PreciousFile): string {
  const list = (name: string, all: readonly unknown[]) =>
    `  ${JSON.stringify(name)}: [${all.map((one) => `\n    ${JSON.stringify(one)}`).join(',')}${all.length > 0 ? '\n  ' : ''}]`;
  return `{\n${[
    ...Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    list('photos', photos),
    list('answers', answers),
    list('albums', albums),
    list('searches', searches),
    ...(stacks === undefined ? [] : [`  "stacks": ${JSON.stringify(stacks)}`]),
    `  "vocabulary": {\n  ${list('concepts', vocabulary.concepts)}\n  }`,
  ].join(',\n')}\n}\n`;
}

/** @throws Failure `bad-input` with what is wrong, and where */
export function readPrecious(given: string): PreciousFile {
  let json: unknown;
  try {
    const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
    checkJson(text, Infinity);
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure('bad-input', 'This is not a JSON file.', { details: { code: 'precious-json' }, cause });
  }
  const isOurs = z.object({ format: z.literal('lumisift-precious'), version: z.int() }).safeParse(json);
  if (!isOurs.success)
    throw new Failure('bad-input', 'This is not a file that Lumisift exported everything precious into.', {
      details: { code: 'precious-other' },
    });
  if (isOurs.data.version > 1)
    throw new Failure('bad-input', 'This file was exported by a newer version of Lumisift.', {
      details: { code: 'precious-newer' },
    });
  const parsed = schema.safeParse(json);
  const where = parsed.success
    ? (tooDeep(parsed.data.albums) ?? nameless(parsed.data.answers))
    : (parsed.error.issues[0]?.path.map(String).join('.') ?? '');
  if (parsed.success && where === undefined) return parsed.data;
  throw new Failure('bad-input', `The file is damaged at ${where ?? ''}, so nothing was changed.`, {
    details: { code: 'precious-damaged', where: where ?? '' },
  });
}

/** Which album lies in more of them than can be; those that lie in each other are left out later. */
function tooDeep(albums: readonly PreciousAlbum[]): string | undefined {
  const outerOf = new Map(albums.map((album) => [album.number, album.in]));
  const depths = new Map<number, number>();
  for (const [at, { number }] of albums.entries()) {
    const way = new Set<number>();
    let next: number | undefined = number;
    for (; next !== undefined && !depths.has(next) && !way.has(next); next = outerOf.get(next)) way.add(next);
    let depth = next === undefined ? 0 : (depths.get(next) ?? 0);
    for (const one of [...way].reverse()) depths.set(one, ++depth);
    if (depth > mostAlbumDepth) return `albums.${at}.in`;
  }
  return undefined;
}

function nameless(answers: readonly PreciousAnswer[]): string | undefined {
  const at = answers.findIndex(({ concept, name }) => concept.trim() === '' && name.trim() === '');
  return at < 0 ? undefined : `answers.${at}.name`;
}
