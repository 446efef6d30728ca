import path from 'node:path';
import { Command } from 'commander';
import { type OwnChange, ownWords } from '../../preload/contract/own-words.ts';
import { createSources } from '../db/sources.ts';
import { createTexts } from '../db/texts.ts';
import { photosUnder } from '../db/writing.ts';
import { createOwnWordsPart, type Point } from '../library/own-words.ts';
import { resolvePlace } from '../search/filters/place-names.ts';
import { createPlaces } from '../search/places.ts';
import { Failure } from '../util/failure.ts';
import { languagesOf } from '../util/languages.ts';
import { type CommonOptions, openForChanges, resourcesFolder } from './open.ts';
import { realPath } from './real-path.ts';
import { say } from './say-failure.ts';
import { counted } from './counted.ts';
import { WrongUsage } from './wrong-usage.ts';

interface Options extends CommonOptions {
  readonly date?: string;
  readonly shift?: string;
  readonly zone?: string;
  readonly place?: string;
  readonly caption?: string;
  readonly clear?: string[];
  readonly undo?: true;
}

const clearable = ['date', 'zone', 'place', 'caption'] as const;
/** Where what was said before the last time is kept. */
const undoKey = 'describedBefore';

export function describeCommand(): Command {
  return new Command('describe')
    .description('your own date, time zone, place and caption of photos; kept in the library, no file is changed')
    .argument('[path...]', 'photos of the library, or folders of them')
    .option('--date <when>', '1993, 1993-08, 1993-08-04 or "1993-08-04 17:30"')
    .option('--shift <time>', 'later by hours and minutes, as +1:30; earlier: --shift=-1:30')
    .option('--zone <zone>', '+02:00 or Europe/Lisbon; the clock on the wall stays')
    .option('--place <where>', '38.72,-9.14, or a town')
    .option('--caption <text>')
    .option('--clear <what...>', `takes yours away, so that the files' stands: ${clearable.join(', ')}`)
    .option('--undo', 'what this command did last is taken back')
    .exitOverride()
    .action(async (paths: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const changes = options.undo === true ? [] : changesOf(options);
      if (options.undo !== true && (paths.length === 0 || changes.length === 0))
        throw new WrongUsage('Say of which photos, and what: lumisift describe PHOTO... --date 1993-08');
      await using db = openForChanges(options);
      const languages = () => languagesOf(process.env);
      const words = createOwnWordsPart({
        ...{ db, sources: createSources(db, languages), texts: createTexts(db), now: Date.now },
        placeNamed: (name) => Promise.resolve(townCalled(name)),
        onChanged: () => undefined,
      });
      const kept = db.sql.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
      if (options.undo === true) {
        const before = ownWords.array().parse(JSON.parse(kept.get(undoKey) ?? '[]'));
        words.putBack(before);
        db.sql.prepare('DELETE FROM settings WHERE key = ?').run(undoKey);
        return say(options, { ok: true, undone: before.length }, () => `${counted(before.length, 'photo')} as before.`);
      }
      const photoIds = photosUnder(db, paths.map(realPath));
      const unknown = paths.filter((one) => photosUnder(db, [realPath(one)]).length === 0);
      if (unknown.length > 0)
        throw new Failure('not-found', `${unknown.join(', ')}: no photo of the library. Run: lumisift index`);
      const { before, skippedCount } = await words.describe(photoIds, changes).catch((error: unknown) => {
        throw error instanceof Failure && error.kind === 'bad-input' ? new WrongUsage(error.message, error) : error;
      });
      db.sql.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)').run(undoKey, JSON.stringify(before));
      say(options, { ok: true, described: before.length, skipped: skippedCount }, () =>
        [
          `${counted(before.length, 'photo')} described; no file was changed. Take it back with: lumisift describe --undo`,
          ...(skippedCount > 0
            ? [`${counted(skippedCount, 'photo has', 'photos have')} no time of day that could be shifted.`]
            : []),
        ].join('\n'),
      );
    });
}

function changesOf({ date, shift, zone, place, caption, clear = [] }: Options): OwnChange[] {
  const unknown = clear.find((what) => !clearable.some((one) => one === what));
  if (unknown !== undefined) throw new WrongUsage(`"${unknown}" can't be cleared; what can: ${clearable.join(', ')}.`);
  const fields = clearable.filter((field) => clear.includes(field));
  return [
    ...fields.map((field): OwnChange => ({ field })),
    ...(date === undefined ? [] : [{ field: 'date', to: date } as const]),
    ...(shift === undefined ? [] : [{ field: 'shift', minutes: minutesIn(shift) } as const]),
    ...(zone === undefined ? [] : [{ field: 'zone', to: zone } as const]),
    ...(place === undefined ? [] : [{ field: 'place', to: place } as const]),
    ...(caption === undefined ? [] : [{ field: 'caption', to: caption } as const]),
  ];
}

function minutesIn(text: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-]?)(\d{1,6})(?::([0-5]\d))?$/.exec(text.trim()) ?? [];
  if (hours === undefined) throw new WrongUsage(`"${text}" is no span of time: write hours and minutes, as +1:30.`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function townCalled(name: string): Point | undefined {
  const { gazetteer } = createPlaces(path.join(resourcesFolder(), 'places', 'places.bin'));
  const place = resolvePlace(name, { gazetteer });
  return place?.is === 'city' ? { latitude: place.lat, longitude: place.lon } : undefined;
}
