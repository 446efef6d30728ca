import { boxesIn } from '../iso-boxes.ts';

/** What QuickTime's `meta` says, by name (QuickTime File Format, metadata keys): keys by number, then values by the number of their key. */
export function movieKeys(meta: Buffer): ReadonlyMap<string, string> {
  // QuickTime's has no version and flags in front, that of ISO has.
  const boxes = boxesIn(meta.toString('latin1', 4, 8) === 'hdlr' ? meta : meta.subarray(4));
  const keys = boxes.find(({ type }) => type === 'keys')?.content;
  const values = boxes.find(({ type }) => type === 'ilst')?.content;
  const found = new Map<string, string>();
  if (keys === undefined || values === undefined) return found;
  const names = boxesIn(keys.subarray(8)).map(({ content }) => content.toString('latin1'));
  for (const { code, content } of boxesIn(values)) {
    const name = names[code - 1];
    const [data] = boxesIn(content);
    if (name !== undefined && data !== undefined && !found.has(name)) found.set(name, data.content.toString('utf8', 8));
  }
  return found;
}
