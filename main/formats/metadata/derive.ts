import type { Metadata, SaidField, TakenPrecision } from '../../../preload/contract/photo.ts';
import { bestTaken, type Taken } from './best-taken.ts';
import { pathSeparator, withoutDoubles } from './keywords.ts';

/** One file that speaks of a photo: a file of the photo, or a sidecar beside one. */
export interface Speaker {
  /** `xmp`: a sidecar of the file's whole name; `stem-xmp`: of its stem alone; `json`: of an export. */
  readonly kind: 'file' | 'xmp' | 'stem-xmp' | 'json';
  readonly path: string;
  readonly says: Metadata;
  /** When it came to say something else than before; 0 if it never did. */
  readonly changedAtMs: number;
}

/** What the person says of a photo. It comes before what any file says. */
export interface OwnWords {
  readonly takenWallMs?: number | undefined;
  readonly takenPrecision?: TakenPrecision | undefined;
  readonly takenOffsetMin?: number | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}

/** What is said together is taken from one speaker whole: a time has its zone, a latitude its longitude. */
const fields = {
  taken: ['takenWallMs', 'takenOffsetMin', 'takenPrecision', 'takenFrom'],
  position: ['latitude', 'longitude', 'altitudeM', 'directionDeg'],
  camera: ['cameraMake', 'cameraModel'],
  lens: ['lens'],
  focalLength: ['focalLengthMm'],
  aperture: ['aperture'],
  exposure: ['exposureS'],
  iso: ['iso'],
  rating: ['rating'],
  flag: ['flag'],
  favourite: ['isFavourite'],
  label: ['label'],
  caption: ['caption', 'captions'],
  title: ['title', 'titles'],
  location: ['location'],
} as const satisfies Record<Exclude<SaidField, 'keywords'>, readonly (keyof Metadata)[]>;

/** Whoever adds something to what a file can say is asked here who is believed about it. */
type Forgotten = Exclude<
  keyof Metadata,
  'keywords' | 'shot' | 'isDeveloped' | (typeof fields)[keyof typeof fields][number]
>;
const nothingIsForgotten: [Forgotten] extends [never] ? true : Forgotten = true;
void nothingIsForgotten;

export interface Derived {
  readonly metadata: Metadata;
  /** Paths of the files that a value is from; of keywords all that have one. None: it is the person's. */
  readonly from: Readonly<Partial<Record<SaidField, readonly string[]>>>;
}

/**
 * What a photo is, from all that speak of it. By field: the person's own word; then, of those who say anything of it, the
 * most trustworthy; among equals the one that says most in all, then the one that changed its word last, then the first
 * by path. Who says nothing wipes nothing. Keywords are added together. The rule and its reasons: docs/metadata.md.
 * @param languages BCP 47, the person's first language first
 */
export function derive(speakers: readonly Speaker[], own: OwnWords, languages: readonly string[] = []): Derived {
  const heard = [...speakers].sort(byWeight);
  const metadata: Record<string, unknown> = {};
  const from: Partial<Record<SaidField, readonly string[]>> = {};
  for (const [field, keys] of Object.entries(fields)) {
    const name = field as keyof typeof fields; // the keys of the table above
    const order = trust[name === 'position' ? 'facts' : pictures.has(name) ? 'picture' : 'words'];
    const [speaker] = heard.filter(({ says }) => says[keys[0]] !== undefined).sort(by(order));
    if (speaker === undefined || name === 'taken') continue;
    for (const key of keys) if (speaker.says[key] !== undefined) metadata[key] = speaker.says[key];
    from[name] = [speaker.path];
  }
  const dated = [...heard].sort(by(trust.dateOfFile)).sort(by(trust.facts));
  const best = bestTaken(dated.map(({ says }) => says));
  if (best !== undefined) {
    Object.assign(metadata, takenOf(best.taken));
    from.taken = dated.slice(best.index, best.index + 1).map(({ path }) => path);
  }
  const { captions, titles, ...said } = metadata as Omit<Metadata, 'keywords'>; // put together from its own keys
  const caption = spoken(captions, said.caption, languages);
  const title = spoken(titles, said.title, languages);
  if (title !== undefined && title === caption) delete from.title;
  const withKeywords = heard.filter(({ says }) => says.keywords.length > 0).sort(by(trust.words));
  if (withKeywords.length > 0) from.keywords = withKeywords.map(({ path }) => path);
  const { title: _title, caption: _caption, ...rest } = said;
  return withOwn(
    {
      ...rest,
      ...(caption !== undefined && { caption }),
      ...(title !== undefined && title !== caption && { title }),
      keywords: withoutDoubles(
        withKeywords.flatMap(({ says }) => says.keywords).map((keyword) => keyword.split(pathSeparator)),
      ),
    },
    from,
    own,
  );
}

function withOwn(metadata: Metadata, from: Derived['from'], own: OwnWords): Derived {
  const all: Metadata = { ...metadata };
  const sources = { ...from };
  if (own.takenWallMs !== undefined) {
    delete sources.taken;
    const { takenWallMs, takenPrecision } = own;
    Object.assign(all, { takenOffsetMin: undefined, takenWallMs, takenPrecision, takenFrom: 'person' });
  }
  if (own.takenOffsetMin !== undefined) all.takenOffsetMin = own.takenOffsetMin;
  if (own.latitude !== undefined && own.longitude !== undefined) {
    delete sources.position;
    const { latitude, longitude } = own;
    Object.assign(all, { latitude, longitude, altitudeM: undefined });
  }
  return { metadata: all, from: sources };
}

/** Those who say most come first, whatever they are. */
function byWeight(one: Speaker, other: Speaker): number {
  return (
    fullness(other.says) - fullness(one.says) ||
    other.changedAtMs - one.changedAtMs ||
    (one.path < other.path ? -1 : one.path > other.path ? 1 : 0)
  );
}

/** Of how many fields something is said. A date that is only the file's says nothing. */
function fullness(says: Metadata): number {
  const said = Object.values(fields).filter(
    ([key]) => says[key] !== undefined && (key !== 'takenWallMs' || isDated(says)),
  );
  return said.length + (says.keywords.length > 0 ? 1 : 0);
}

/** It says when the photo was taken: `DateTimeOriginal` and its like. */
export function isDated({ takenFrom = 'file' }: Metadata): boolean {
  return takenFrom === 'exif' || takenFrom === 'xmp' || takenFrom === 'iptc' || takenFrom === 'json';
}

/** What the camera knows best. */
const pictures: ReadonlySet<string> = new Set(['camera', 'lens', 'focalLength', 'aperture', 'exposure', 'iso']);

const trust = {
  picture: ({ kind }: Speaker) => ['file', 'xmp', 'stem-xmp', 'json'].indexOf(kind),
  // A sidecar is what a person's program wrote after the camera.
  words: ({ kind }: Speaker) => ['xmp', 'stem-xmp', 'json', 'file'].indexOf(kind),
  // An export's JSON knows the moment and the place less well than the camera does.
  facts: ({ kind }: Speaker) => ['xmp', 'stem-xmp', 'file', 'json'].indexOf(kind),
  // Every copy makes a file's own date a later one: the earliest is nearest to the truth.
  dateOfFile: ({ says }: Speaker) => (says.takenFrom === 'file' ? (says.takenWallMs ?? 0) : 0),
};

/** The sort is stable: among equals the weightiest stays in front. */
function by(rank: (speaker: Speaker) => number) {
  return (one: Speaker, other: Speaker): number => rank(one) - rank(other);
}

function takenOf({ takenWallMs, takenOffsetMin, takenPrecision, takenFrom }: Metadata | Taken): Taken {
  return { takenWallMs, takenOffsetMin, takenPrecision, takenFrom };
}

/** In the person's language, where there are several. */
function spoken(
  choices: Readonly<Record<string, string>> | undefined,
  plain: string | undefined,
  languages: readonly string[],
): string | undefined {
  const all = Object.entries(choices ?? {});
  for (const wanted of languages) {
    const base = wanted.split('-')[0]?.toLowerCase();
    const match =
      all.find(([language]) => language.toLowerCase() === wanted.toLowerCase()) ??
      all.find(([language]) => language.split('-')[0]?.toLowerCase() === base);
    if (match !== undefined) return match[1];
  }
  return plain;
}
