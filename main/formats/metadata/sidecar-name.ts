/** A file beside photos that speaks of them. Names are compared as {@link nameKey} has them. */
export interface SidecarName {
  readonly kind: 'xmp' | 'json';
  /**
   * `name`: a photo's whole name or, of XMP, its stem; `start`: what a cut name begins with; `stem`: of JSON, all but the
   * ending, as it is of photos that had none where they were exported from. Any JSON may be called so.
   */
  readonly aboutIs: 'name' | 'start' | 'stem';
  /** As in the sidecar's own name; the number of a namesake stands behind a start: `holiday in the mountains(1)`. */
  readonly about: string;
}

const googleEnding = 'supplemental-metadata';
/** Google cuts the names of its JSON files to so many characters before `.json`. */
const cutAt = 46;

/**
 * What a sidecar is about, by its name: `a.jpg.xmp` and `a.xmp`; of a Google Takeout `a.jpg.json`,
 * `a.jpg.supplemental-metadata.json` (cut anywhere: `a.jpg.suppl.json`), with the number of a namesake
 * (`a.jpg(1).json` is about `a(1).jpg`), long names cut short, and `a.json` of a photo that Google knows as `a`.
 * @param extensions of pictures, lower case
 * @returns undefined for a name that is no sidecar's
 */
export function sidecarName(name: string, extensions: ReadonlySet<string>): SidecarName | undefined {
  if (name.startsWith('.')) return undefined;
  const ending = /\.(xmp|json)$/i.exec(name)?.[1]?.toLowerCase();
  const stem = name.slice(0, -1 - (ending?.length ?? 0));
  if (stem === '') return undefined;
  if (ending === 'xmp') return { kind: 'xmp', aboutIs: 'name', about: stem };
  return ending === 'json' ? aboutOfJson(stem, extensions) : undefined;
}

function aboutOfJson(stem: string, extensions: ReadonlySet<string>): SidecarName {
  const { plain: whole, number: behind } = numbered(stem);
  // Cut right behind a point, nothing of Google's ending is left.
  const last = whole.slice(whole.lastIndexOf('.') + 1);
  const isGoogles = whole.includes('.') && googleEnding.startsWith(last.toLowerCase());
  const before = isGoogles ? whole.slice(0, whole.lastIndexOf('.')) : whole;
  const { plain: about, number } = behind === '' ? numbered(before) : { plain: before, number: behind };
  const dot = about.lastIndexOf('.');
  const isCut = lengths.includes(whole.length);
  const ending = about.slice(dot + 1).toLowerCase();
  // Of `.jpeg` `.jpe` is left, which is an ending too.
  const isEndingCut = isCut && !isGoogles && [...extensions].some((one) => one !== ending && one.startsWith(ending));
  if (dot > 0 && extensions.has(ending) && !isEndingCut)
    return { kind: 'json', aboutIs: 'name', about: about.slice(0, dot) + number + about.slice(dot) };
  // A letter or two behind a point may as well be what is left of the photo's own ending.
  if (isGoogles && (isCut ? last.length > 2 : last.length === googleEnding.length))
    return { kind: 'json', aboutIs: 'stem', about: about + number };
  return { kind: 'json', aboutIs: isCut ? 'start' : 'stem', about: whole + behind };
}

/** What sidecars may be about that speak of one picture, by its name; all as {@link nameKey} has them. */
export interface PictureKeys {
  readonly name: string;
  readonly stem: string;
  /** Of JSON: whole names, and names that were cut or had no ending. */
  readonly json: JsonKeys;
  /**
   * The same of the pictures of which this one is an edited copy, by its name, the nearest first; they count where there is
   * no nearer one.
   */
  readonly jsonOfOriginals: readonly JsonKeys[];
}

interface JsonKeys {
  readonly stem: string;
  readonly names: readonly string[];
  /** With the stem. */
  readonly starts: readonly string[];
}

/**
 * `IMG_1.jpg` -> `IMG_1.jpg`, `IMG_1`; of edited copies in a Google Takeout, which have no JSON of their own, also what
 * they are copies of: `IMG_1-edited(2).jpg` and `IMG_1-bearbeitet(2).jpg` -> `IMG_1(2).jpg`. The word is any word: Google
 * writes it in the person's language, and cuts it in long names.
 */
export function pictureKeys(fileName: string): PictureKeys {
  const name = nameKey(fileName);
  const { stem, ending } = parted(name);
  const { plain, number } = numbered(stem);
  const originals = originalsOf(plain).map((original) => original + number + ending);
  return { name, stem, json: jsonKeys(name), jsonOfOriginals: originals.map(jsonKeys) };
}

/** A copy that was edited again has the same word twice. */
function originalsOf(stem: string): string[] {
  const [, original, word] = /^(.+)-([\p{L}\p{M} ]*)$/u.exec(stem) ?? [];
  if (original === undefined || word === undefined) return [];
  return [original, ...(word !== '' && original.endsWith(`-${word}`) ? originalsOf(original) : [])];
}

function jsonKeys(name: string): JsonKeys {
  const { stem, ending } = parted(name);
  const { plain, number } = numbered(stem);
  const cut = (whole: string, least: number, behind: string) =>
    lengths
      .filter((length) => whole.length > length && length >= least)
      .map((length) => whole.slice(0, length) + behind);
  // The number of a namesake goes behind what is left; one of the person's own is cut with the rest, or before it.
  const cuts = number === '' ? cut(name, 0, '') : [...cut(name, stem.length, ''), ...cut(plain + ending, 0, number)];
  return { stem, names: [name], starts: [stem, plain + ending + number, ...cuts] };
}
/** One more or less, for what it counts otherwise. */
const lengths = [cutAt - 1, cutAt, cutAt + 1];

/** Names are the same in any case of ASCII and any Unicode form: a Mac's are decomposed, those of sidecars often not. */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function parted(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: '' };
}

function numbered(stem: string): { plain: string; number: string } {
  const [, plain = stem, number = ''] = /^(.+?)(\(\d+\))?$/s.exec(stem) ?? [];
  return { plain, number };
}

/** What a name ends with, in lower case and without the dot; the two spellings of one are one. */
export function pictureEnding(name: string): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return { jpeg: 'jpg', jpe: 'jpg', tiff: 'tif' }[ending] ?? ending;
}
