/** What a file says of its date or place, by ExifTool's names; null: it does not have the field. */
export type Stamps = Readonly<Record<string, string | null>>;

/** What Lumisift has put in the place of what a file said itself, which comes back when it is taken away again. */
export interface Replaced {
  readonly wrote: Stamps;
  readonly was: Stamps;
}

/**
 * @param wanted what the fields are to say; absent: nothing of the person's
 * @returns what must be written, and what of the file is Lumisift's after it
 */
export function planStamps(
  before: Stamps,
  wanted: Stamps | undefined,
  own: Replaced | undefined,
): { readonly values: Stamps; readonly own: Replaced | undefined } {
  const isOurs = (name: string) => own?.wrote[name] !== undefined && isSame(before[name], own.wrote[name]);
  if (wanted === undefined) {
    const ours = Object.entries(own?.was ?? {}).filter(([name]) => isOurs(name));
    return { values: different(before, ours), own: undefined };
  }
  const values = different(before, Object.entries(wanted));
  if (own === undefined && Object.keys(values).length === 0) return { values, own };
  // A field of an earlier write that is not written now stays Lumisift's.
  const wrote = { ...own?.wrote, ...wanted };
  const was: Record<string, string | null> = {};
  for (const name of Object.keys(wrote)) was[name] = (isOurs(name) ? own?.was[name] : before[name]) ?? null;
  return { values, own: { wrote, was } };
}

function different(before: Stamps, wanted: readonly (readonly [string, string | null])[]): Stamps {
  return Object.fromEntries(wanted.filter(([name, value]) => !isSame(before[name], value)));
}

/** 1 cm on the ground: a rational number of seconds is no nearer. */
const sameDegrees = 1e-7;

function isSame(one: string | null | undefined, other: string | null | undefined): boolean {
  const [first, second] = [one?.trim() ?? '', other?.trim() ?? ''];
  if (first === second) return true;
  if (!isDecimal(first) || !isDecimal(second)) return false;
  return Math.abs(Number(first) - Number(second)) <= sameDegrees;
}

function isDecimal(text: string): boolean {
  return /^-?\d+\.\d+$/.test(text);
}
