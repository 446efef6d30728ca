/** Folders that are libraries of other programs, and where in them the person's own pictures lie, in lower case; `*`: any name. */
const packages: readonly { readonly endings: readonly string[]; readonly holds: readonly (readonly string[])[] }[] = [
  {
    // Apple Photos and, with masters, its older versions, iPhoto and Aperture. Renders and versions are the person's edits.
    endings: ['.photoslibrary', '.photolibrary', '.aplibrary'],
    holds: [['originals'], ['masters'], ['modified'], ['resources', 'renders'], ['resources', 'media', 'version']],
  },
  { endings: ['.cocatalog'], holds: [['originals']] }, // Capture One
  { endings: ['.lrlibrary'], holds: [['originals'], ['*', 'originals']] }, // Lightroom, below one folder an account
];

/**
 * What a folder is: `free` where it is in no such library, `own` where the person's pictures of one lie, `way` where one
 * has to pass to get there and nothing is to be seen, `inside` everything else: previews, caches, databases.
 * @param path full, with either separator
 */
export type PackagePart = 'free' | 'own' | 'way' | 'inside';
export function packagePart(path: string): PackagePart {
  if (!path.includes('.')) return 'free';
  const parts = path.toLowerCase().split(/[\\/]/);
  for (const [at, part] of parts.entries()) {
    const found = packages.find(({ endings }) => endings.some((ending) => part.endsWith(ending)));
    if (found === undefined) continue;
    const below = parts.slice(at + 1).filter((name) => name !== '');
    const isThere = (place: readonly string[], i: number) => place[i] === '*' || place[i] === below[i];
    if (found.holds.some((place) => below.length >= place.length && place.every((_, i) => isThere(place, i))))
      return 'own';
    return found.holds.some((place) => below.every((_, i) => isThere(place, i))) ? 'way' : 'inside';
  }
  return 'free';
}
