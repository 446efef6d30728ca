import type { WriteChange, WriteTarget } from '../../preload/contract/writing.ts';
import { partsOf, pathOf, withoutDoubles } from '../formats/metadata/keywords.ts';
import type { Turn } from '../formats/turn.ts';
import { dateStamps, shownDate, type WantedDate } from './date-stamps.ts';
import { flagStamps, shownFlag, type WantedFlag } from './flag-stamps.ts';
import { type FileFields, names } from './fields.ts';
import { placeStamps, shownPlace, type WantedPlace } from './place-stamps.ts';
import { planStamps, type Replaced, type Stamps } from './stamps.ts';
import type { ToolValues } from './tool.ts';

/** What the file is to say. An absent field is not asked for. */
export interface Wanted {
  /** Confirmed tags as paths, the outermost name first. */
  readonly tags?: readonly (readonly string[])[];
  /** `none`: the person has given no rating of their own. */
  readonly rating?: number | 'none';
  readonly caption?: string | { readonly is: 'none' };
  readonly date?: WantedDate | 'none';
  readonly place?: WantedPlace | 'none';
  readonly flag?: WantedFlag | 'none';
  /** How the picture is to be turned, as Exif counts. */
  readonly orientation?: Turn | 1;
}

/** What Lumisift has put into a file: only that does it take out again. */
export interface OwnWords {
  readonly subject?: readonly string[];
  readonly hierarchical?: readonly string[];
  readonly tagsList?: readonly string[];
  readonly keywords?: readonly string[];
  readonly rating?: number;
  readonly caption?: string;
  readonly date?: Replaced;
  readonly place?: Replaced;
  readonly flag?: Replaced;
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
  const ownAfter: { -readonly [K in keyof OwnWords]: OwnWords[K] | undefined } = { ...own };

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
  if (wanted.orientation !== undefined && wanted.orientation !== before.orientation) {
    changes.push({ field: 'turn', before: before.orientation, after: wanted.orientation });
    values[names.orientation] = wanted.orientation;
    if (before.twins.includes('XMP-tiff:Orientation')) values['XMP-tiff:Orientation#'] = wanted.orientation;
  }
  // Digits are the same in every encoding.
  if (Object.keys(values).some((name) => name.startsWith('IPTC:'))) values[names.charset] = 'UTF8';
  /** @returns what the file says after it, where that is something else */
  const stamped = (field: 'date' | 'place' | 'flag', wantedStamps: Stamps | 'none' | undefined): Stamps | undefined => {
    if (wantedStamps === undefined) return undefined;
    const planned = planStamps(before.stamps, wantedStamps === 'none' ? undefined : wantedStamps, own[field]);
    ownAfter[field] = planned.own;
    Object.assign(values, planned.values);
    return Object.keys(planned.values).length === 0 ? undefined : { ...before.stamps, ...planned.values };
  };
  for (const [field, wantedStamps, shownAs] of [
    ['date', stampsOf(wanted.date, (date) => dateStamps(date, before.stamps, target)), shownDate],
    ['place', stampsOf(wanted.place, (place) => placeStamps(place, before.stamps, target)), shownPlace],
  ] as const) {
    const stamps = stamped(field, wantedStamps);
    if (stamps === undefined) continue;
    const [was, after] = [shownAs(before.stamps), shownAs(stamps)];
    changes.push({ field, ...(was !== undefined && { before: was }), ...(after !== undefined && { after }) });
  }
  const flagged = stamped(
    'flag',
    stampsOf(wanted.flag, (flag) => flagStamps(flag, before.stamps)),
  );
  if (flagged !== undefined) {
    const [was, after] = [shownFlag(before.stamps), shownFlag(flagged)];
    changes.push({ field: 'flag', ...(was && { before: was }), ...(after && { after }) });
  }
  if (Object.keys(values).some((name) => name.startsWith('IPTC:'))) {
    if (before.twins.includes('Photoshop:IPTCDigest')) values['Photoshop:IPTCDigest'] = 'new';
  }
  return { changes, values, ownAfter: JSON.parse(JSON.stringify(ownAfter)) as OwnWords }; // without absent fields
}

function stampsOf<T extends object>(
  wanted: T | 'none' | undefined,
  stamps: (of: T) => Stamps,
): Stamps | 'none' | undefined {
  if (wanted === undefined) return undefined;
  return wanted === 'none' ? 'none' : stamps(wanted);
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
