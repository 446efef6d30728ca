import { SaxesParser } from 'saxes';
import { mostKeywordLength, mostKeywordParts, mostKeywords, PastLimit } from '../limits.ts';
import type { Structure, Xmp } from './xmp.ts';

/** What parts a path from its parent, in what the library stores. */
export const pathSeparator = '|';
/** The root below which people are, as digiKam files them too. */
export const peopleRoot = 'People';
/** The root below which animals with a name are. */
const petsRoot = 'Pets';

/**
 * Keywords as paths, the outermost part first, without doubles: `Places|Portugal|Lisbon`, `beach`. A flat keyword that is
 * part of a path is that path, and a path that goes on in another one is the other one.
 * @param flat of other blocks than XMP
 * @param onPast told what is left out for being past a limit
 */
export function keywordsOf(flat: readonly string[], xmp: Xmp | undefined, onPast?: (what: string) => void): string[] {
  const words = [...(xmp?.get('dc:subject') ?? []), ...flat, ...(xmp?.get('acdsee:keywords') ?? [])]
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const names = new Set(words);
  const all = (name: string) => xmp?.get(name) ?? [];
  const paths = [
    ...all('lr:hierarchicalSubject').map((path) => partsOf(path, '|', names)),
    ...all('digiKam:TagsList').map((path) => partsOf(path, '/', names)),
    ...all('MicrosoftPhoto:LastKeywordXMP').map((path) => partsOf(path, '/', names)),
    ...all('MicrosoftPhoto:LastKeywordIPTC').map((path) => partsOf(path, '/', names)),
    ...all('mediapro:CatalogSets').map((path) => partsOf(path, '|', names)),
    ...all('acdsee:categories').flatMap(acdseePaths),
    ...(xmp?.structuresOf('mwg-kw:Keywords') ?? []).map((keyword) => mwgPath(keyword, xmp)),
    ...namesIn(xmp, 'face').map((name) => [peopleRoot, name]),
    ...namesIn(xmp, 'pet').map((name) => [petsRoot, name]),
  ].filter((path) => path.length > 0 && !internalRoots.has(path[0] ?? ''));
  return withoutDoubles(withinLimits([...words.map((word) => [word]), ...paths], onPast));
}

/** Where digiKam keeps its own marks, and faces that have no name yet. */
const internalRoots = new Set(['_Digikam_Internal_Tags_', '_Digikam_root_tag_']);
const nobody = new Set(['unknown', 'unconfirmed', 'ignored']);

/** A separator inside a name, as Lumisift and digiKam write it into a path: its full-width twin. */
const twins: Readonly<Record<string, string>> = { '|': '\uFF5C', '/': '\uFF0F' };

/** Parts a path; a name that holds the separator is known by the flat list, where it stands as it is. */
export function partsOf(path: string, separator: '|' | '/', names: ReadonlySet<string>): string[] {
  if (names.has(path)) return [path];
  return path
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const twin = twins[separator] ?? '';
      const plain = part.replaceAll(twin, separator);
      return part.includes(twin) && names.has(plain) ? plain : part;
    });
}

/** The same path, as it is written: a separator inside a name becomes its twin. */
export function pathOf(parts: readonly string[], separator: '|' | '/'): string {
  return parts.map((part) => part.replaceAll(separator, twins[separator] ?? '')).join(separator);
}

/** Keywords inside each other (MWG 2.0, 5.7), the outermost first; none for one that only leads to others. */
function mwgPath(keyword: Structure, xmp: Xmp | undefined): string[] {
  if (keyword['mwg-kw:Applied']?.toLowerCase() === 'false') return [];
  const path: string[] = [];
  for (let at: Structure | undefined = keyword; at !== undefined; at = xmp?.parentOf(at))
    path.unshift(...[at['mwg-kw:Keyword']].filter((name) => name !== undefined));
  return path;
}

/** Names of regions (MWG), and of those whom other fields name. A region that does not say what it is, is a face. */
function namesIn(xmp: Xmp | undefined, kind: 'face' | 'pet'): string[] {
  const isOfKind = (region: Structure) => (region['mwg-rs:Type'] ?? 'face').toLowerCase() === kind;
  const regions = (xmp?.structuresOf('mwg-rs:Regions') ?? []).filter(isOfKind).map((region) => region['mwg-rs:Name']);
  const others = [
    ...(xmp?.structuresOf('MP:RegionInfo') ?? []).map((region) => region['MPReg:PersonDisplayName']),
    ...(xmp?.get('Iptc4xmpExt:PersonInImage') ?? []),
    ...(xmp?.structuresOf('Iptc4xmpExt:PersonInImageWDetails') ?? []).map((person) => person['Iptc4xmpExt:PersonName']),
    ...(xmp?.structuresOf('Iptc4xmpExt:ImageRegion') ?? []).map((region) => region['Iptc4xmpExt:PersonInImage']),
    ...(xmp?.get('mediapro:People') ?? []),
  ];
  return [...regions, ...(kind === 'face' ? others : [])].flatMap((name) =>
    name === undefined || nobody.has(name.toLowerCase()) ? [] : [name],
  );
}

/** ACDSee keeps a little XML of its own in a property: categories inside each other, those of the photo marked. */
function acdseePaths(text: string): string[][] {
  const found: string[][] = [];
  try {
    readCategories(text, found);
  } catch (error) {
    if (!(error instanceof PastLimit)) throw error;
  }
  return found;
}

function readCategories(text: string, found: string[][]): void {
  const open: { name: string; isAssigned: boolean }[] = [];
  const parser = new SaxesParser({ position: false });
  let left = 100;
  parser.on('error', (error) => {
    if (--left < 0) throw new PastLimit(error.message);
  });
  parser.on('opentag', (tag) => {
    if (tag.name !== 'Category') return;
    if (open.length >= mostKeywordParts || found.length >= mostKeywords) throw new PastLimit('too many categories');
    open.push({ name: '', isAssigned: tag.attributes['Assigned'] === '1' });
  });
  parser.on('text', (part) => {
    const category = open.at(-1);
    if (category) category.name += part;
  });
  parser.on('closetag', (tag) => {
    if (tag.name !== 'Category') return;
    const path = open.map(({ name }) => name.trim()).filter((name) => name !== '');
    if (open.pop()?.isAssigned === true && path.length > 0) found.push(path);
  });
  parser.write(text).close();
}

/**
 * Those that are keywords and no attack. [Note: Limits of what is read]
 * @param onPast told once, with the clause that says what is past a limit
 */
export function withinLimits(
  paths: readonly (readonly string[])[],
  onPast: (what: string) => void = () => undefined,
): (readonly string[])[] {
  const kept = paths.filter(
    (path) =>
      path.length <= mostKeywordParts && path.reduce((sum, part) => sum + part.length + 1, 0) <= mostKeywordLength,
  );
  if (kept.length < paths.length)
    onPast(`a keyword has more than ${mostKeywordParts} parts or ${mostKeywordLength} letters`);
  if (kept.length > mostKeywords) onPast(`it has more than ${mostKeywords} keywords`);
  return kept.slice(0, mostKeywords);
}

/** In linear time. @param paths flat ones first */
export function withoutDoubles(paths: readonly (readonly string[])[]): string[] {
  const keyed = paths.map((path) => {
    const key = path.join(pathSeparator).toLowerCase();
    return { path, key, names: key.split(pathSeparator) };
  });
  const root: Branch = { next: new Map() };
  const parts = new Set<string>();
  for (const { path, names } of keyed) {
    if (path.length < 2) continue;
    let branch = root;
    for (const name of names) branch = below(branch, name);
    for (const part of path) parts.add(part.toLowerCase());
  }
  const kept = new Map<string, string>();
  for (const { path, key, names } of keyed)
    if (!kept.has(key) && !parts.has(key) && !goesOn(root, names)) kept.set(key, path.join(pathSeparator));
  return [...kept.values()];
}

/** Names that follow one in a path. */
interface Branch {
  readonly next: Map<string, Branch>;
}

function below(branch: Branch, name: string): Branch {
  const known = branch.next.get(name);
  if (known !== undefined) return known;
  const made: Branch = { next: new Map() };
  branch.next.set(name, made);
  return made;
}

function goesOn(root: Branch, names: readonly string[]): boolean {
  let branch: Branch | undefined = root;
  for (const name of names) branch = branch?.next.get(name);
  return branch !== undefined && branch.next.size > 0;
}
