import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { starterFolder } from './model.ts';
import { seededRandom } from './statistics.ts';

const dim = starter.dim;

const subjects =
  'dog cat horse child woman man boat car bird train bicycle cow tree flower boy girl bus sheep surfer climber'.split(
    ' ',
  );
const doings = ['', ' running', ' sleeping', ' in red', ' seen from above', ' at night', ' jumping', ' with a ball'];
const places = [
  ...['on the beach', 'in the snow', 'in a street', 'in a kitchen', 'on grass', 'in the water', 'on a mountain'],
  ...['in a forest', 'at a window', 'on a bridge', 'by a river', 'on a table', 'in the desert'],
];

/** What photo `at` shows. 2,080 captions in all. */
export function captionOf(at: number): string {
  const subject = subjects[at % subjects.length] ?? '';
  const doing = doings[Math.floor(at / subjects.length) % doings.length] ?? '';
  const place = places[Math.floor(at / (subjects.length * doings.length)) % places.length] ?? '';
  return `${subject}${doing} ${place}`;
}
export const captionCount = subjects.length * doings.length * places.length;

/**
 * Makes vectors that lie as those of photos do. Measured on 100 captioned photos (Flickr8k dev) with the starter: their
 * mean has length 0.18; the cosine with the own caption is 0.29 in the middle (0.15..0.41 for 80 % of them), with
 * others' -0.01 (-0.13..0.14). So: a common part, a part of the caption's own vector, and noise, to unit length.
 * @returns the vector of photo `at`; unit length, the array is the caller's
 */
export async function createVectorMaker(): Promise<(at: number) => Float32Array> {
  await using tower = await openTextTower(starter, starterFolder);
  const captions = await tower.embedTexts(Array.from({ length: captionCount }, (_, at) => captionOf(at)));
  const common = unit(noise(seededRandom(7), new Float32Array(dim)));
  return (at) => {
    const random = seededRandom(at + 100_000);
    const vector = noise(random, new Float32Array(dim));
    const share = 0.2 + 0.2 * random();
    const rest = Math.sqrt(1 - 0.18 ** 2 - share ** 2);
    const start = (at % captionCount) * dim;
    for (let d = 0; d < dim; d++)
      vector[d] = 0.18 * common[d]! + share * captions[start + d]! + (rest / Math.sqrt(dim)) * vector[d]!;
    return unit(vector);
  };
}

/** Normally distributed, nearly: the sum of three uniform numbers, scaled to a variance of 1. */
function noise(random: () => number, into: Float32Array): Float32Array {
  for (let d = 0; d < dim; d++) into[d] = (random() + random() + random() - 1.5) * 2;
  return into;
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return vector.map((value) => value / length);
}
