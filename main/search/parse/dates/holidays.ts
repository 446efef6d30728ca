import { days, type Period, wallMs } from './span.ts';

export const holidays = [
  'christmas', 'christmas-eve', 'new-years-eve', 'new-years-day', 'easter', 'halloween', 'thanksgiving', 'valentines-day',
  'lunar-new-year', 'mid-autumn', 'national-day-of-china',
] as const; // prettier-ignore
export type Holiday = (typeof holidays)[number];

/** The days people mean by it, or undefined where the table of moons ends. */
export function holidayIn(holiday: Holiday, year: number): Period | undefined {
  switch (holiday) {
    case 'christmas':
      return days(wallMs(year, 12, 24), 3);
    case 'christmas-eve':
      return days(wallMs(year, 12, 24));
    // The night goes on after midnight.
    case 'new-years-eve':
      return days(wallMs(year, 12, 31), 2);
    case 'new-years-day':
      return days(wallMs(year, 1, 1));
    case 'easter':
      return days(easterSunday(year) - 2 * 86_400_000, 4);
    case 'halloween':
      return days(wallMs(year, 10, 31));
    // Thursday to Sunday.
    case 'thanksgiving':
      return days(fourthThursdayOfNovember(year), 4);
    case 'valentines-day':
      return days(wallMs(year, 2, 14));
    // The eve and the seven days of the feast.
    case 'lunar-new-year':
      return moonDay(lunarNewYears, year, -1, 8);
    case 'mid-autumn':
      return moonDay(midAutumns, year, 0, 1);
    case 'national-day-of-china':
      return days(wallMs(year, 10, 1), 7);
  }
}

/** The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return wallMs(year, month, day);
}

function fourthThursdayOfNovember(year: number): number {
  const first = new Date(wallMs(year, 11, 1)).getUTCDay();
  return wallMs(year, 11, 1 + ((4 - first + 7) % 7) + 21);
}

function moonDay(table: string, year: number, offset: number, count: number): Period | undefined {
  const entry = table.slice((year - firstMoonYear) * 4, (year - firstMoonYear) * 4 + 4);
  if (year < firstMoonYear || entry.length < 4) return undefined;
  return days(wallMs(year, Number(entry.slice(0, 2)), Number(entry.slice(2)) + offset), count);
}

// Month and day of the first day of the Chinese year, and of the fifteenth of its eighth month, from Unicode's
// Chinese calendar. A table, as the runtime of an Electron may come without that calendar.
const firstMoonYear = 1950;
const lunarNewYears =
  '0217020601270214020401240212013102180208012802150205012502130202012102090130021702060127021502030123' +
  '0211013102180207012802160205012502130202022002090129021702060127021502040123021001310219020701280216' +
  '0205012402120201012202090129021802070126021402030123021001310219020801280216020501250212020101220210' +
  '0129021702070126021302020123021101310219020801280215020401240212020101220210013002170206012602140202' +
  '01230211020102190208012802150204012402120202';
const midAutumns =
  '0926091510030922091109300919090809270917100509240913100209200910092909181006092609151003092209110930' +
  '0920090809270917100509230912100109210910092909181007092509141003092209110930092009090927091610050924' +
  '0912100109210911092809181006092509141003092209120930091909080927091510040924091310010921091009290917' +
  '1006092509151003092209121001091909080927091610040924091310020920091009280917100509250915100409220911' +
  '09300919090709260916100509240913100209210909';
