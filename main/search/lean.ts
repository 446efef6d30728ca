/**
 * A question in letters other than Latin ones leans toward the English texts that mean nearly the same.
 * [Note: What the model knows best]
 *
 * [Note: What the model knows best] The starter met its photos with English words; other languages reach them through a text
 * tower that was never shown a photo with them. A question in Chinese, Japanese or Russian lies near what it means in English
 * (the nearest of 1,943 known texts is the right word more often than not), so a part of the way is gone: to the mean of the known texts, each
 * weighing e to 30 times its cosine. Measured in docs/search-quality.md. In Latin letters nobody can tell the language of one
 * word ("bus"), English questions lose by it where they name something rare, and Spanish ones lost in the first 24: those stay.
 * @param vector of the text, unit length
 * @param known unit vectors of English texts, one after the other; without any the question stays as it is
 * @returns unit length
 */
export function leanedTo(known: Float32Array, text: string, vector: Float32Array): Float32Array {
  if (known.length === 0 || !isInOtherLetters(text)) return vector;
  const dim = vector.length;
  const cosines = new Float64Array(known.length / dim);
  for (let row = 0, at = 0; row < cosines.length; row++, at += dim) {
    let cosine = 0;
    for (let i = 0; i < dim; i++) cosine += (known[at + i] ?? 0) * (vector[i] ?? 0);
    cosines[row] = cosine;
  }
  const best = cosines.reduce((most, cosine) => Math.max(most, cosine), -1);
  const middle = new Float64Array(dim);
  cosines.forEach((cosine, row) => {
    if (cosine < best - farthest) return;
    const weight = Math.exp(sharpness * (cosine - best));
    for (let i = 0; i < dim; i++) middle[i] = (middle[i] ?? 0) + weight * (known[row * dim + i] ?? 0);
  });
  const perUnit = share / (lengthOf(middle) || 1);
  const leaned = vector.map((value, i) => value + perUnit * (middle[i] ?? 0));
  const length = lengthOf(leaned);
  return length > 0 ? leaned.map((value) => value / length) : vector;
}

/** More of its letters are not Latin than are. */
function isInOtherLetters(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return letters.length > 2 * latin;
}

/** Of cosines: 20 and 60 were as good. */
const sharpness = 30;
/** Behind the best by so much a text weighs less than a ten thousandth of it. */
const farthest = 0.31;
/** How long the known texts' mean is beside the question's vector; 0.3 gave less, 1 took first places away. */
const share = 0.6;

function lengthOf(values: Iterable<number>): number {
  let squares = 0;
  for (const value of values) squares += value ** 2;
  return Math.sqrt(squares);
}
