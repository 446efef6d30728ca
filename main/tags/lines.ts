/** @returns the line, from 1, of a place in a text: by `\n`, `\r\n` or `\r` */
export function createLines(text: string): (offset: number) => number {
  const starts = [0];
  for (const { index, 0: sign } of text.matchAll(/\r\n|\n|\r/gu)) starts.push(index + sign.length);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
