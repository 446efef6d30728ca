import { z } from 'zod';
import type { Camera, Vocabulary } from '../parse/context.ts';
import { foldName } from '../places/fold.ts';
import { brandNames, canonicalBrand } from './brand-names.ts';
import { defineFilter, nothing, sql, type Sentence, type Claim } from './filter.ts';
import { afterCue, cuePattern, wordRuns } from './phrases.ts';

interface Name {
  readonly name: string;
}

/** The camera, by make, model or a part of them: "Fuji", "5D", "iPhone 12". */
export const camera = defineFilter<Name>({
  key: 'camera',
  aliases: [
    'cam',
    'make',
    'model',
    'kamera',
    'appareil',
    'cámara',
    'camara',
    'câmera',
    'fotocamera',
    'камера',
    '相机',
    '相機',
    'カメラ',
    '카메라',
  ],
  control: ({ vocabulary }) => ({
    is: 'choice',
    options: vocabulary.cameras.map(({ name }) => ({ operand: name, label: name })),
  }),
  schema: z.object({ name: z.string().min(1) }),
  several: 'any',
  parse(text, { vocabulary }) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    if (name === '') return undefined;
    return { value: { name }, isUnknown: !vocabulary.cameras.some(isCalled(name)) };
  },
  format: ({ name }) => name,
  read: readCameras,
  condition({ name }, { vocabulary }) {
    const cameras = vocabulary.cameras.filter(isCalled(name));
    if (cameras.length === 0) return nothing;
    return sql(
      cameras
        .map(
          ({ make, model }) =>
            `(p.camera_make ${make === undefined ? 'IS NULL' : '= ?'} AND p.camera_model ${model === undefined ? 'IS NULL' : '= ?'})`,
        )
        .join(' OR '),
      cameras.flatMap(({ make, model }) => [make, model].filter((part) => part !== undefined)),
    );
  },
});

/** "Fuji" is FUJIFILM X-T3, "xt3" too, "5D" is Canon EOS 5D Mark IV and not 5DS. */
export function isCalled(name: string): (one: Pick<Camera, 'name' | 'make'>) => boolean {
  const wanted = foldName(canonicalBrand(foldName(name))).split(' ');
  return (one) => {
    const { words, runs } = ownWords(one);
    const isWord = (word: string): boolean =>
      words.includes(word) || (/^\p{L}{4,}$/u.test(word) && words.some((mine) => mine.startsWith(word)));
    return wanted.every(isWord) || runs.has(wanted.join(''));
  };
}

interface OwnWords {
  readonly words: readonly string[];
  /** Neighbouring words written as one: "xt3" of X-T3. */
  readonly runs: ReadonlySet<string>;
}

const wordsByName = new Map<string, OwnWords>();

function ownWords({ name, make }: Pick<Camera, 'name' | 'make'>): OwnWords {
  const key = `${make ?? ''} ${name}`;
  const known = wordsByName.get(key);
  if (known) return known;
  const words = [...new Set(foldName(key).split(' '))].filter((word) => word !== '');
  const runs = words.flatMap((_, start) =>
    words.slice(start).map((__, length) => words.slice(start, start + length + 1).join('')),
  );
  const made = { words, runs: new Set(runs) };
  wordsByName.set(key, made);
  return made;
}

const cue = cuePattern('takenWith');

function readCameras(sentence: Sentence): Claim<Name>[] {
  const { vocabulary } = sentence.context;
  if (vocabulary.cameras.length === 0) return [];
  const claims: Claim<Name>[] = [];
  const known = (text: string): boolean => isSomeCamera(vocabulary, text);
  // "taken with the Fuji": a make is enough.
  for (const run of afterCue(sentence, cue(sentence.languages), 6)) {
    if (known(run.text)) claims.push({ start: run.cueStart, end: run.end, value: { name: run.text } });
  }
  // "Canon 5D", "iPhone 12": a model says itself. A make alone may be the subject: Fuji is a mountain too.
  for (const run of wordRuns(sentence, 5)) {
    if (isModelLike(run.text) && known(run.text))
      claims.push({ start: run.start, end: run.end, value: { name: run.text } });
  }
  for (const match of sentence.folded.matchAll(brandPhotos)) {
    const name = sentence.text.slice(match.index, match.index + (match[1]?.length ?? 0));
    if (known(name)) claims.push({ start: match.index, end: match.index + name.length, value: { name } });
  }
  for (const pattern of eastAsianShots) {
    for (const match of sentence.folded.matchAll(pattern)) {
      const name = (match[1] ?? '').trim();
      if (name !== '' && known(name))
        claims.push({ start: match.index, end: match.index + match[0].length, value: { name: canonicalBrand(name) } });
    }
  }
  return claims;
}

// "iphone photos", "fuji pictures"
const brandPhotos =
  /(?<![\p{L}\p{N}])([\p{L}]{3,20})(?=[ -](?:photos|pictures|pics|shots|images|fotos|bilder)(?![\p{L}]))/gu;
const eastAsianShots: readonly RegExp[] = [
  /(?:用|使用)(?:我的)?\s?([^\s，,。的]{2,20}?)(?:相机|相機|手机|手機)?(?:拍摄|拍攝|拍|照)(?:的)?/gu,
  new RegExp(`((?:[a-z0-9][a-z0-9 -]{1,20})|${brandNames.join('|')})(?:で)(?:撮った|撮影した|撮影)(?:の)?`, 'gu'),
  /([^\s]{2,20}?)(?:으)?로\s?(?:찍은|촬영한)/gu,
];

/** Letters and digits together: "x-t3", "5d", "iphone 12", "eos r6". */
function isModelLike(text: string): boolean {
  return /\d/.test(text) && /\p{L}/u.test(text) && text.length >= 2 && !/^\d+(?:st|nd|rd|th|s|mm|km|m|k)$/iu.test(text);
}

function isSomeCamera(vocabulary: Vocabulary, text: string): boolean {
  const name = canonicalBrand(foldName(text));
  // "2019" or "5" alone is no camera, though one has it in its name.
  if (name === '' || /^[\d ]+$/.test(name) || /^(?:camera|digital|the|my|mark|pro|max|plus|mini|one)$/.test(name))
    return false;
  return vocabulary.cameras.some(isCalled(name));
}
