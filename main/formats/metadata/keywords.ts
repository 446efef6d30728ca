import { SaxesParser } from 'saxes';
import type { Structure, Xmp } from './xmp.ts';

/** What parts a path from its parent, in what the library stores. */
export const pathSeparator = '|';
/** The root below which people are, as digiKam files them too. */
export const peopleRoot = 'People';

/**
 * Keywords as paths, the outermost part first, without doubles: `Places|Portugal|Lisbon`, `beach`. A flat keyword that is
 * part of a path is that path, and a path that goes on in another one is the other one.
 * @param flat of other blocks than XMP
 */
export function keywordsOf(flat: readonly string[], xmp: Xmp | undefined): string[] {
  const words = [...(xmp?.get('dc:subject') ?? []), ...flat].map((word) => word.trim()).filter((word) => word !== '');
  const names = new Set(words);
  const all = (name: string) => xmp?.get(name) ?? [];
  const paths = [
    ...all('lr:hierarchicalSubject').map((path) => partsOf(path, '|', names)),
    ...all('digiKam:TagsList').map((path) => partsOf(path, '/', names)),
    ...all('MicrosoftPhoto:LastKeywordXMP').map((path) => partsOf(path, '/', names)),
    ...all('MicrosoftPhoto:LastKeywordIPTC').map((path) => partsOf(path, '/', names)),
    ...all('mediapro:CatalogSets').map((path) => partsOf(path, '|', names)),
    ...all('acdsee:Categories').flatMap(acdseePaths),
    ...peopleOf(xmp).map((name) => [peopleRoot, name]),
  ].filter((path) => path.length > 0 && !internalRoots.has(path[0] ?? ''));
  return withoutDoubles([...words.map((word) => [word]), ...paths]);
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

function peopleOf(xmp: Xmp | undefined): string[] {
  const isFace = (region: Structure) => (region['mwg-rs:Type'] ?? 'Face').toLowerCase() === 'face';
  const names = [
    ...(xmp?.structuresOf('mwg-rs:Regions') ?? []).filter(isFace).map((region) => region['mwg-rs:Name']),
    ...(xmp?.structuresOf('MP:RegionInfo') ?? []).map((region) => region['MPReg:PersonDisplayName']),
    ...(xmp?.get('Iptc4xmpExt:PersonInImage') ?? []),
  ];
  return names.flatMap((name) => (name === undefined || nobody.has(name.toLowerCase()) ? [] : [name]));
}

/** ACDSee keeps a little XML of its own in a property: categories inside each other, those of the photo marked. */
function acdseePaths(text: string): string[][] {
  const found: string[][] = [];
  const open: { name: string; isAssigned: boolean }[] = [];
  const parser = new SaxesParser({ position: false });
  parser.on('error', () => undefined);
  parser.on('opentag', (tag) => {
    if (tag.name === 'Category' && open.length < 100)
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
  return found;
}

/** @param paths flat ones first */
export function withoutDoubles(paths: readonly (readonly string[])[]): string[] {
  const keyOf = (path: readonly string[]) => path.join(pathSeparator).toLowerCase();
  const deep = paths.filter((path) => path.length > 1);
  const covered = new Set<string>();
  for (const path of deep) {
    for (let end = 1; end < path.length; end++) covered.add(keyOf(path.slice(0, end)));
    for (const part of path) covered.add(part.toLowerCase());
  }
  const kept = new Map<string, string>();
  for (const path of paths) {
    const key = keyOf(path);
    if (!covered.has(key) && !kept.has(key)) kept.set(key, path.join(pathSeparator));
  }
  return [...kept.values()];
}
