import type { WriteChange, WriteTarget } from '../../preload/contract/writing.ts';
import { partsOf, pathOf, withoutDoubles } from '../formats/metadata/keywords.ts';
import { type FileFields, names } from './fields.ts';
import type { ToolValues } from './tool.ts';

/** What the file is to say. An absent field is not asked for. */
export interface Wanted {
  /** Confirmed tags as paths, the outermost name first. */
  readonly tags?: readonly (readonly string[])[];
  /** `none`: the person has given no rating of their own. */
  readonly rating?: number | 'none';
  readonly caption?: string | { readonly is: 'none' };
}

/** What Lumisift has put into a file: only that does it take out again. */
export interface OwnWords {
  readonly subject?: readonly string[];
  readonly hierarchical?: readonly string[];
  readonly tagsList?: readonly string[];
  readonly keywords?: readonly string[];
  readonly rating?: number;
  readonly caption?: string;
}

export interface FilePlan {
  readonly changes: readonly WriteChange[];
  readonly values: ToolValues;
  readonly ownAfter: OwnWords;
}

/** An IPTC-IIM keyword holds 64 bytes (IIM 4.2, 2:25). */
const mostKeywordBytes = 64;

/**
 * What must change in a file so that it says what is wanted: Lumisift's own differences alone, so that what other programs
 * wrote stays. Tags go flat into `dc:subject` (their last name), and with their parents into Lightroom's and digiKam's lists.
 */
export function planFile(before: FileFields, wanted: Wanted, own: OwnWords, target: WriteTarget): FilePlan {
  const values: Record<string, string | number | readonly string[] | null> = {};
  const changes: WriteChange[] = [];
  const ownAfter: { -readonly [K in keyof OwnWords]: OwnWords[K] } = { ...own };

  if (wanted.tags !== undefined) {
    const leaves = wanted.tags.flatMap((path) => path.slice(-1));
    const wantedIn = {
      subject: leaves,
      hierarchical: wanted.tags.map((path) => pathOf(path, '|')),
      tagsList: wanted.tags.map((path) => pathOf(path, '/')),
      // Only where a picture has such a list already: a second list that nobody asked for is one more to disagree.
      keywords:
        target === 'embedded' && before.keywords.length > 0 && before.iptc !== 'other'
          ? leaves.filter(fitsIptc)
          : undefined,
    };
    const after = { ...before };
    for (const key of ['subject', 'hierarchical', 'tagsList', 'keywords'] as const) {
      const wantedList = wantedIn[key];
      if (wantedList === undefined) continue;
      const edited = editList(before[key], wantedList, own[key] ?? []);
      ownAfter[key] = edited.own;
      if (!edited.isChanged) continue;
      after[key] = edited.list;
      values[names[key]] = edited.list.length > 0 ? edited.list : null;
    }
    if (Object.keys(values).length > 0) changes.push({ field: 'tags', before: shown(before), after: shown(after) });
  }

  if (wanted.rating !== undefined) {
    const stars = wanted.rating === 'none' ? undefined : wanted.rating;
    const isOurs = own.rating !== undefined && own.rating === before.rating;
    if (stars !== undefined ? stars !== before.rating : isOurs) {
      const after = stars === undefined ? {} : { after: stars };
      changes.push({ field: 'rating', ...(before.rating !== undefined && { before: before.rating }), ...after });
      values[names.rating] = stars ?? null;
      for (const name of before.twins)
        if (name.endsWith(':Rating')) values[name] = stars ?? null;
        else if (name.endsWith(':RatingPercent')) values[name] = stars === undefined ? null : (percents[stars] ?? 0);
      ownAfter.rating = stars;
    }
  }

  if (wanted.caption !== undefined) {
    const caption = typeof wanted.caption === 'string' ? wanted.caption : undefined;
    const isOurs = own.caption !== undefined && own.caption === before.caption;
    if (caption !== undefined ? caption !== before.caption : isOurs) {
      const after = caption === undefined ? {} : { after: caption };
      changes.push({ field: 'caption', ...(before.caption !== undefined && { before: before.caption }), ...after });
      // Other languages stay.
      values[`${names.caption}-x-default`] = caption ?? null;
      for (const name of before.twins)
        if (name === 'IFD0:ImageDescription' || (name === 'IPTC:Caption-Abstract' && before.iptc !== 'other'))
          values[name] = caption ?? null;
      ownAfter.caption = caption;
    }
  }
  if (Object.keys(values).some((name) => name.startsWith('IPTC:'))) {
    values[names.charset] = 'UTF8';
    if (before.twins.includes('Photoshop:IPTCDigest')) values['Photoshop:IPTCDigest'] = 'new';
  }
  return { changes, values, ownAfter: JSON.parse(JSON.stringify(ownAfter)) as OwnWords }; // without absent fields
}

/** Windows' percents for 0 to 5 stars. */
const percents = [0, 1, 25, 50, 75, 99];

/** Out goes what is ours and no longer wanted, in comes what is wanted and not there in any spelling. */
function editList(before: readonly string[], wanted: readonly string[], own: readonly string[]) {
  const isIn = (all: readonly string[], word: string) => all.some((one) => same(one, word));
  const kept = before.filter((word) => isIn(wanted, word) || !isIn(own, word));
  const added = wanted.filter((word, at) => !isIn(kept, word) && !isIn(wanted.slice(0, at), word));
  return {
    list: [...kept, ...added],
    isChanged: added.length > 0 || kept.length < before.length,
    own: [...own.filter((word) => isIn(wanted, word) && isIn(kept, word)), ...added],
  };
}

function same(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

/** As the library shows keywords: those with parents as whole paths. */
function shown({ subject, hierarchical, tagsList, keywords }: FileFields): string[] {
  const flat = new Set(subject);
  return withoutDoubles([
    ...[...subject, ...keywords].map((word) => [word]),
    ...hierarchical.map((path) => partsOf(path, '|', flat)),
    ...tagsList.map((path) => partsOf(path, '/', flat)),
  ]);
}

function fitsIptc(word: string): boolean {
  return Buffer.byteLength(word) <= mostKeywordBytes;
}
