import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate } from '../../../main/formats/metadata/dates.ts';
import { dateNames, dateStamps, shownDate, type WantedDate } from '../../../main/writing/date-stamps.ts';
import { placeNames, placeStamps, shownPlace } from '../../../main/writing/place-stamps.ts';
import { planStamps, type Stamps } from '../../../main/writing/stamps.ts';

const targets = ['sidecar', 'embedded'] as const;
const someDate: fc.Arbitrary<WantedDate> = fc.record({
  wallMs: fc.integer({ min: Date.UTC(1826, 0, 1), max: Date.UTC(2030, 0, 1) }),
  precision: fc.constantFrom('year' as const, 'month' as const, 'day' as const, undefined),
  offsetMin: fc.option(fc.integer({ min: -720, max: 840 }), { nil: undefined }),
});
/** What a file may say before. */
const someStamps = (names: readonly string[]) =>
  fc
    .tuple(...names.map(() => fc.option(fc.constantFrom('2001:02:03 04:05:06', '12.5', 'N', ''))))
    .map((values): Stamps =>
      Object.fromEntries(names.map((name, at) => [name, values[at] === '' ? null : (values[at] ?? null)])),
    );

test('what is written is there at the next look, and what the file said comes back when it is taken away', () => {
  for (const target of targets)
    fc.assert(
      fc.property(
        someStamps(dateNames(target)),
        fc.array(someDate, { minLength: 1, maxLength: 4 }),
        (before, dates) => {
          let file = before;
          let own: ReturnType<typeof planStamps>['own'];
          for (const date of dates) {
            const planned = planStamps(file, dateStamps(date, file, target), own);
            file = { ...file, ...planned.values };
            own = planned.own;
            expect(planStamps(file, dateStamps(date, file, target), own).values).toEqual({});
          }
          const back = planStamps(file, undefined, own);
          // What was the person's word by itself was never Lumisift's.
          expect({ ...file, ...back.values }).toEqual(before);
          expect(back.own).toBeUndefined();
        },
      ),
    );
});

test('what another program wrote since is not taken back', () => {
  const planned = planStamps({}, { 'XMP-photoshop:DateCreated': '1993' }, undefined);
  expect(planStamps({ 'XMP-photoshop:DateCreated': '1994' }, undefined, planned.own).values).toEqual({});
});

test('every date that is written is read as the same date', () => {
  fc.assert(
    fc.property(someDate, (date) => {
      const { 'XMP-photoshop:DateCreated': xmp, ...others } = dateStamps(date, { 'IPTC:DateCreated': 'x', 'ExifIFD:DateTimeOriginal#': 'x' }, 'embedded'); // prettier-ignore
      const inXmp = readDate(xmp ?? '', Date.UTC(2040, 0, 1));
      const whole = date.precision === undefined;
      const start = new Date(date.wallMs);
      if (!whole) start.setUTCHours(0, 0, 0, 0);
      if (date.precision === 'month' || date.precision === 'year') start.setUTCDate(1);
      if (date.precision === 'year') start.setUTCMonth(0);
      expect(inXmp).toEqual({
        wallMs: start.getTime(),
        offsetMin: whole ? date.offsetMin : undefined,
        ...(!whole && { precision: date.precision }),
      });
      const second = Math.floor(start.getTime() / 1000) * 1000;
      expect(readDate(others['ExifIFD:DateTimeOriginal#'] ?? '', Date.UTC(2040, 0, 1))?.wallMs).toBe(second);
      const iptc = `${others['IPTC:DateCreated'] ?? ''} ${others['IPTC:TimeCreated'] ?? ''}`;
      expect(readDate(iptc, Date.UTC(2040, 0, 1))?.precision ?? 'second').toBe(
        whole && date.offsetMin === undefined ? 'day' : (date.precision ?? 'second'),
      );
    }),
  );
});

test('dates and places are shown as a person writes them', () => {
  const whole: WantedDate = { wallMs: Date.UTC(2021, 2, 4, 9, 5, 12), offsetMin: -210 };
  expect(targets.map((target) => shownDate(dateStamps(whole, {}, target)))).toEqual([
    '2021-03-04 09:05:12 -03:30',
    '2021-03-04 09:05:12 -03:30',
  ]);
  for (const [precision, text] of [
    ['year', '2021'],
    ['month', '2021-03'],
    ['day', '2021-03-04'],
  ] as const)
    // prettier-ignore
    for (const target of targets) expect(shownDate(dateStamps({ ...whole, precision }, {}, target))).toBe(text);
  expect(shownDate({ 'ExifIFD:DateTimeOriginal#': '1993:08:   :  :  ' })).toBe('1993-08');
  expect(shownDate({ 'IPTC:DateCreated': '1993:00:00' })).toBe('1993');
  expect(shownDate({})).toBeUndefined();
  for (const target of targets) {
    const place = placeStamps({ latitude: -38.5, longitude: 9.25 }, {}, target);
    expect(Object.keys(place).every((name) => placeNames(target).includes(name))).toBe(true);
    expect(shownPlace(place)).toBe('-38.50000, 9.25000');
  }
  expect(shownPlace({ 'GPS:GPSLatitude#': '1' })).toBeUndefined();
});
