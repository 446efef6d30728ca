import type { OwnChange, OwnWords } from '../../preload/contract/own-words.ts';
import type { Db } from '../db/open.ts';
import { createOwnWords } from '../db/own-words.ts';
import type { Sources } from '../db/sources.ts';
import type { Texts } from '../db/texts.ts';
import { offsetOf, readDate } from '../formats/metadata/dates.ts';
import { parseDegrees } from '../formats/metadata/position.ts';
import { Failure } from '../util/failure.ts';
import { offsetInZone } from '../util/offset-in-zone.ts';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Dates, time zones, places and captions that the person gives to photos. They are kept in the library alone. */
export function createOwnWordsPart(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  sources: Pick<Sources, 'derive'>;
  texts: Pick<Texts, 'index'>;
  /** The point of a town, by its name. */
  placeNamed: (name: string) => Promise<Point | undefined>;
  now: () => number;
  /** After COMMIT. */
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, sources, texts, now } = deps;
  const own = createOwnWords(db);

  return {
    /**
     * All of it or nothing.
     * @returns what was said before, and how many photos had no time of day that could be shifted
     * @throws Failure 'bad-input' that names what was typed
     */
    async describe(
      photoIds: readonly number[],
      changes: readonly OwnChange[],
    ): Promise<{ before: OwnWords[]; skippedCount: number }> {
      const edits = await Promise.all(changes.map((change) => editOf(change)));
      const before: OwnWords[] = [];
      let skippedCount = 0;
      db.transaction(() => {
        for (const photoId of new Set(photoIds)) {
          const found = own.of(photoId);
          if (found === undefined) continue;
          const after = edits.reduce<Edited>((it, edit) => edit(it), { ...found, isSkipped: false });
          if (after.isSkipped) skippedCount += 1;
          before.push(found.own);
          keep(after.own);
        }
      });
      deps.onChanged(before.map(({ photoId }) => photoId));
      return { before, skippedCount };
    },
    putBack(words: readonly OwnWords[]): void {
      db.transaction(() => words.forEach(keep));
      deps.onChanged(words.map(({ photoId }) => photoId));
    },
  };

  function keep(words: OwnWords): void {
    own.set(words);
    sources.derive(words.photoId);
    texts.index(words.photoId);
  }

  async function editOf(change: OwnChange): Promise<(it: Edited) => Edited> {
    switch (change.field) {
      case 'date':
        return dateEdit(change.to, now());
      case 'shift':
        return (it) => shifted(it, change.minutes * 60_000, now());
      case 'zone':
        return zoneEdit(change.to);
      case 'place': {
        const to = change.to?.trim();
        const point = to === undefined || to === '' ? undefined : (pointIn(to) ?? (await deps.placeNamed(to)));
        if (to !== undefined && to !== '' && point === undefined)
          throw badInput('place', to, "place: write latitude and longitude (38.72, -9.14) or a town's name.");
        return (it) => with_(it, { latitude: point?.latitude, longitude: point?.longitude });
      }
      case 'caption': {
        const text = change.to?.trim();
        return (it) => with_(it, { caption: text === '' ? undefined : text });
      }
    }
  }
}
export type OwnWordsPart = ReturnType<typeof createOwnWordsPart>;

interface Edited {
  readonly own: OwnWords;
  /** The date that the photo has. */
  readonly wallMs: number;
  readonly precision: OwnWords['takenPrecision'];
  readonly isSkipped: boolean;
}

/** Absent where it is undefined. */
function with_(it: Edited, part: { [K in keyof OwnWords]?: OwnWords[K] | undefined }): Edited {
  const all = Object.entries<unknown>({ ...it.own, ...part }).filter(([, value]) => value !== undefined);
  return { ...it, own: { photoId: it.own.photoId, ...Object.fromEntries(all) } };
}

function dateEdit(to: string | undefined, nowMs: number): (it: Edited) => Edited {
  if (to === undefined || to.trim() === '')
    return (it) => with_(it, { takenWallMs: undefined, takenPrecision: undefined });
  const found = readDate(to, nowMs);
  if (found === undefined)
    throw badInput('date', to, 'date that can be: write 1993, 1993-08, 1993-08-04 or 1993-08-04 17:30.');
  const { wallMs, precision, offsetMin } = found;
  return (it) => ({
    ...with_(it, {
      ...{ takenWallMs: wallMs, takenPrecision: precision },
      ...(offsetMin !== undefined && { takenOffsetMin: offsetMin }),
    }),
    ...{ wallMs, precision },
  });
}

/** A year alone can't be shifted by hours. */
function shifted(it: Edited, ms: number, nowMs: number): Edited {
  const wallMs = it.wallMs + ms;
  if (it.precision !== undefined || wallMs > nowMs + 86_400_000) return { ...it, isSkipped: true };
  return { ...with_(it, { takenWallMs: wallMs, takenPrecision: undefined }), wallMs };
}

function zoneEdit(to: string | undefined): (it: Edited) => Edited {
  const text = to?.trim() ?? '';
  if (text === '') return (it) => with_(it, { takenOffsetMin: undefined });
  const fixed = /^(?:(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|Z|UTC|GMT)$/i.test(text) ? offsetOf(text) : undefined;
  if (fixed !== undefined) return (it) => with_(it, { takenOffsetMin: fixed });
  if (offsetInZone(text, 0) === undefined)
    throw badInput('zone', text, 'time zone: write +02:00 or a name such as Europe/Lisbon.');
  return (it) => with_(it, { takenOffsetMin: offsetInZone(text, it.wallMs) });
}

/** `38.72, -9.14`; `38°43′N 9°8′W`. */
function pointIn(text: string): Point | undefined {
  const [one = '', other = '', ...rest] = text.includes(',') ? text.split(',') : text.trim().split(/\s+/);
  const latitude = parseDegrees(one.trim());
  const longitude = parseDegrees(other.trim());
  if (rest.length > 0 || latitude === undefined || longitude === undefined) return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

function badInput(field: OwnChange['field'], given: string, message: string): Failure {
  return new Failure('bad-input', `"${given}" is no ${message}`, { details: { code: `own-${field}`, given } });
}
