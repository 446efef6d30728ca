/** A file beside photos that speaks of them. Names are compared without regard to case. */
export interface SidecarName {
  readonly kind: 'xmp' | 'json';
  /** `name`: a photo's whole name or its stem, `start`: what a cut name begins with. */
  readonly aboutIs: 'name' | 'start';
  /** As in the sidecar's own name. */
  readonly about: string;
}

/** Google cuts the names of its JSON files to so many characters before `.json`. */
const cutAt = 46;
const googleEnding = 'supplemental-metadata';

/**
 * What a sidecar is about, by its name: `a.jpg.xmp` and `a.xmp`; of a Google Takeout `a.jpg.json`,
 * `a.jpg.supplemental-metadata.json` (cut anywhere: `a.jpg.suppl.json`), with the number of a namesake
 * (`a.jpg(1).json` is about `a(1).jpg`), and long names cut short.
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

function aboutOfJson(stem: string, extensions: ReadonlySet<string>): SidecarName | undefined {
  const [, whole = stem, number = ''] = /^(.+?)(\(\d+\))?$/s.exec(stem) ?? [];
  const last = whole.slice(whole.lastIndexOf('.') + 1);
  const isGoogles = whole.includes('.') && last !== '' && googleEnding.startsWith(last.toLowerCase());
  const about = isGoogles ? whole.slice(0, whole.lastIndexOf('.')) : whole;
  const dot = about.lastIndexOf('.');
  if (dot > 0 && extensions.has(about.slice(dot + 1).toLowerCase()))
    return { kind: 'json', aboutIs: 'name', about: about.slice(0, dot) + number + about.slice(dot) };
  const isCut = whole.length >= cutAt - 1 && whole.length <= cutAt + 1;
  return isCut ? { kind: 'json', aboutIs: 'start', about } : undefined;
}
