import { z } from 'zod';

/**
 * Which photos are right for which words, told by the captions and labels of an evaluation set. [Note: Three answers]
 *
 * [Note: Three answers] Five people described each photo and nobody listed what is absent, so a photo is *right* for a
 * concept when two of its captions (or its label, or a hypernym of it) name it, *wrong* when none names it or anything
 * wider, and *unsure* between ("a person" may be a man). Unsure photos count neither way. Photos with a label only
 * are wrong for another thing (a dog is no guitar) and unsure for what may well be in the background (grass, red).
 * Where in doubt, wrong: the shares of right photos measured with it are rather too low than too high.
 */
export function questionsOf(photos: readonly DescribedPhoto[], concepts: Concepts): BandQuestion[] {
  const read = photos.map((photo) => wordCounts(photo, concepts));
  const verdicts = concepts.concepts.map((concept) => read.map((photo) => judge(photo, concept)));
  const conceptByWord = new Map<string, number[]>();
  concepts.concepts.forEach((concept, index) => {
    for (const word of concept.words) conceptByWord.set(word, [...(conceptByWord.get(word) ?? []), index]);
  });
  const questions = new Map<string, BandQuestion>();
  const add = (text: string, group: BandQuestion['group'], all: readonly Verdict[]) => {
    const right = positions(all, 'right');
    if (right.length > 0 && !questions.has(text))
      questions.set(text, { text, group, right, unsure: positions(all, 'unsure') });
  };
  concepts.concepts.forEach((concept, index) => {
    for (const text of concept.say) add(text, 'word', verdicts[index] ?? []);
  });
  for (const label of new Set(photos.flatMap((photo) => photo.labels ?? [])))
    add(
      label.toLowerCase(),
      'label',
      read.map((photo) => judgeLabel(photo, label, concepts)),
    );
  photos.forEach((photo, own) => {
    for (const caption of photo.captions ?? []) {
      const words = wordsOf(caption, concepts.compounds);
      for (const [from, to] of phraseSpans(words, conceptByWord)) {
        const chosen = words.slice(from, to).flatMap((word) => closest(conceptByWord.get(word), concepts));
        add(words.slice(from, to).join(' ').replaceAll('_', ' '), 'phrase', read.map((_, at) =>
          at === own ? 'right' : both(chosen.map((concept) => verdicts[concept]?.[at] ?? 'wrong')))); // prettier-ignore
      }
    }
    const caption = photo.captions?.[hash(photo.file) % 5];
    if (caption === undefined) return;
    const chosen = [
      ...new Set(wordsOf(caption, concepts.compounds).flatMap((word) => closest(conceptByWord.get(word), concepts))),
    ];
    if (chosen.length < 3) return;
    add(caption, 'caption', read.map((_, at) =>
      at === own ? 'right' : most(chosen.map((concept) => verdicts[concept]?.[at] ?? 'wrong')))); // prettier-ignore
  });
  return [...questions.values()];
}

/**
 * The verdict on every photo for what any of these names means, also where it is right for none; undefined for names
 * that are neither a known concept's nor a label of the set.
 */
export function verdictsOf(
  names: readonly string[],
  photos: readonly DescribedPhoto[],
  concepts: Concepts,
): Verdict[] | undefined {
  const concept = concepts.concepts.find(({ say }) => say.some((text) => names.includes(text)));
  if (concept !== undefined) return readOnce(photos, concepts).map((photo) => judge(photo, concept));
  const label = photos
    .flatMap((photo) => photo.labels ?? [])
    .find((one) => names.some((name) => name.toLowerCase() === one.toLowerCase()));
  return label === undefined
    ? undefined
    : readOnce(photos, concepts).map((photo) => judgeLabel(photo, label, concepts));
}

/**
 * Photos as questions: another one is right when two fifths of what both show is the same or they bear one label,
 * wrong when they share nothing, unsure between.
 */
export function photoQuestionsOf(photos: readonly DescribedPhoto[], concepts: Concepts): BandQuestion[] {
  const read = photos.map((photo) => wordCounts(photo, concepts));
  const shown = read.map(
    (photo) =>
      new Set(
        concepts.concepts.flatMap((concept, at) =>
          concept.say.length > 0 && !attributes.has(concept.name) && judge(photo, concept) === 'right' ? [at] : [],
        ),
      ),
  );
  return photos.map((photo, own) => {
    const verdicts = photos.map((_, other): Verdict => {
      if (own === other) return 'unsure';
      const [a, b] = [shown[own] ?? new Set<number>(), shown[other] ?? new Set<number>()];
      const shared = [...a].filter((at) => b.has(at)).length;
      const hasSameLabel = [...(read[own]?.labels ?? [])].some(
        (label) => label !== 'person' && read[other]?.labels.has(label),
      );
      if (shared / (a.size + b.size - shared) >= 0.4 || (hasSameLabel && photo.source === 'scene8')) return 'right';
      return shared > 0 || hasSameLabel || a.size === 0 || b.size === 0 ? 'unsure' : 'wrong';
    });
    return {
      text: photo.file,
      group: 'photo',
      right: positions(verdicts, 'right'),
      unsure: positions(verdicts, 'unsure'),
    };
  });
}

export interface BandQuestion {
  readonly text: string;
  readonly group: 'word' | 'label' | 'phrase' | 'caption' | 'photo' | 'hopeless';
  /** Positions of photos in the set; what is neither right nor unsure is wrong. */
  readonly right: readonly number[];
  readonly unsure: readonly number[];
}

export interface DescribedPhoto {
  readonly file: string;
  readonly source: string;
  readonly captions?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** Shape of band-concepts.json. */
export const concepts = z.object({
  compounds: z.array(z.string()).readonly(),
  hypernyms: z.record(z.string(), z.array(z.string())),
  concepts: z.array(
    z.object({
      name: z.string(),
      /** How a person may ask for it. */
      say: z.array(z.string()),
      /** Any of these in a caption means that it is there. */
      words: z.array(z.string()),
      /** Any of these leaves it open. */
      broader: z.array(z.string()),
      /** A thing is the subject of a photo; background may be in a photo whose label does not say so. */
      kind: z.enum(['thing', 'background']),
    }),
  ),
});
export type Concepts = z.infer<typeof concepts>;

export type Verdict = 'right' | 'unsure' | 'wrong';
type Concept = Concepts['concepts'][number];

interface ReadPhoto {
  readonly counts: ReadonlyMap<string, number>;
  readonly labelWords: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
  readonly hasCaptions: boolean;
  readonly isFullyLabelled: boolean;
}

/** FNV-1a: splits questions and photos into halves that no order of a file can move. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
  return (value ^ (value >>> 13)) >>> 0;
}

/** Of the set asked last: the same photos are asked for hundreds of concepts. */
let lastRead: { photos: readonly DescribedPhoto[]; concepts: Concepts; read: readonly ReadPhoto[] } | undefined;

function readOnce(photos: readonly DescribedPhoto[], known: Concepts): readonly ReadPhoto[] {
  if (lastRead?.photos !== photos || lastRead.concepts !== known)
    lastRead = { photos, concepts: known, read: photos.map((photo) => wordCounts(photo, known)) };
  return lastRead.read;
}

function wordCounts(photo: DescribedPhoto, { compounds, hypernyms }: Concepts): ReadPhoto {
  const counts = new Map<string, number>();
  for (const caption of photo.captions ?? [])
    for (const word of new Set(wordsOf(caption, compounds))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const labels = photo.labels ?? [];
  const said = labels.flatMap((label) => [label, ...(hypernyms[label] ?? [])]);
  return {
    counts,
    labelWords: new Set(said.flatMap((label) => wordsOf(label, compounds))),
    labels: new Set(labels),
    hasCaptions: (photo.captions ?? []).length > 0,
    isFullyLabelled: labels.length > 0,
  };
}

function judge(photo: ReadPhoto, concept: Concept): Verdict {
  let said = 0;
  for (const word of concept.words) said = Math.max(said, photo.counts.get(word) ?? 0);
  const isLabelled = concept.words.some((word) => photo.labelWords.has(word));
  const total = concept.words.reduce((sum, word) => sum + (photo.counts.get(word) ?? 0), 0);
  if (isLabelled || said >= 2 || total >= 2) return 'right';
  if (total > 0 || concept.broader.some((word) => photo.counts.has(word) || photo.labelWords.has(word)))
    return 'unsure';
  return photo.hasCaptions || concept.kind === 'thing' ? 'wrong' : 'unsure';
}

function judgeLabel(photo: ReadPhoto, label: string, concepts: Concepts): Verdict {
  if (photo.labels.has(label)) return 'right';
  const words = wordsOf(label, concepts.compounds);
  if (words.some((word) => photo.counts.has(word) || photo.counts.has(`${word}s`))) return 'unsure';
  // A captioned dog may be a beagle; a dog labelled as another breed is not.
  const wider = (concepts.hypernyms[label] ?? []).filter((word) => word !== 'animal' && word !== 'mammal');
  const named = concepts.concepts.filter((concept) =>
    concept.words.some((word) => words.includes(word) || wider.includes(word)),
  );
  if (named.some((concept) => judge(photo, concept) !== 'wrong')) return photo.hasCaptions ? 'unsure' : 'wrong';
  return 'wrong';
}

const both = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('wrong') ? 'wrong' : verdicts.includes('unsure') ? 'unsure' : 'right';

/** A whole caption: two thirds of what it names is the same moment, a third or less another one. */
function most(verdicts: readonly Verdict[]): Verdict {
  const share = verdicts.reduce((sum, verdict) => sum + (verdict === 'right' ? 1 : verdict === 'unsure' ? 0.5 : 0), 0);
  return share >= verdicts.length * 0.67 ? 'right' : share > verdicts.length * 0.4 ? 'unsure' : 'wrong';
}

/**
 * Two to seven words as a person would type them: they begin where a part of the sentence begins, end with a thing
 * or a place, name two or three concepts, and hold nothing that no concept covers.
 */
function phraseSpans(words: readonly string[], conceptByWord: ReadonlyMap<string, number[]>): [number, number][] {
  const isNamed = (word: string | undefined) => word !== undefined && conceptByWord.has(word) && !unfit.has(word);
  const spans: [number, number][] = [];
  for (let from = 0; from < words.length; from++) {
    if (!isNamed(words[from]) || (from > 0 && !glue.has(words[from - 1] ?? ''))) continue;
    let named = 1;
    for (let to = from + 1; to < Math.min(words.length, from + 7); to++) {
      const word = words[to] ?? '';
      if (isNamed(word)) {
        named++;
        const isWhole = !isNamed(words[to + 1]) && !attributes.has(word);
        if (isWhole && (named === 2 || named === 3)) spans.push([from, to + 1]);
      } else if (!glue.has(word)) break;
    }
  }
  return spans.slice(0, 2);
}

const glue = new Set('a an the in on of with and at to by through over into from near'.split(' '));
const attributes = new Set(
  'red blue green yellow black white brown pink orange purple gray grey silver gold golden tan two three four both dirt'.split(
    ' ',
  ),
);
/** Words of the language of captions that nobody types into a search box. */
const unfit = new Set(
  'he she his her him pair someone somebody both jumps jumped runs ran rides rode races climbs climbed leaps leaping chases swims swam flies flips eats bites chews sleeps dances kisses surfs sings fish hop performing suit jeans electric day'.split(
    ' ',
  ),
);

/** The narrowest concept of a word: "dog" is a dog before it is an animal. */
function closest(indexes: readonly number[] | undefined, { concepts }: Concepts): number[] {
  const best = [...(indexes ?? [])].sort(
    (a, b) => (concepts[a]?.words.length ?? 0) - (concepts[b]?.words.length ?? 0),
  )[0];
  return best === undefined ? [] : [best];
}

function wordsOf(text: string, compounds: readonly string[]): string[] {
  let plain = ` ${(text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join(' ')} `;
  for (const compound of compounds)
    for (const ending of ['', 's', 'es'])
      plain = plain.replaceAll(` ${compound}${ending} `, ` ${compound.replaceAll(' ', '_')} `);
  return plain.trim().split(' ').filter(Boolean);
}

const positions = (all: readonly Verdict[], verdict: Verdict): number[] =>
  all.flatMap((each, at) => (each === verdict ? [at] : []));
