/**
 * The value that would be at a place if they were sorted, by Hoare's selection (1961): a median without sorting.
 * @param values put into another order
 * @returns undefined where there is no such place
 */
export function nth(values: Float32Array, place: number): number | undefined {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[place] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const moved = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = moved;
    }
    if (right < place) low = left;
    if (left > place) high = right;
  }
  return values[place];
}
