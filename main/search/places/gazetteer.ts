/** @file Runs in the searcher process. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { foldName, hashName } from './fold.ts';
import { columns, placesMagic, type PlacesHeader } from './layout.ts';

/** A town, a region (first-level division of a country) or a country. `index` is of no meaning outside one build. */
export type Place =
  | { readonly is: 'city'; readonly index: number }
  | { readonly is: 'region'; readonly index: number }
  | { readonly is: 'country'; readonly index: number };

export interface City {
  readonly lat: number;
  readonly lon: number;
  readonly population: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** GeoNames' admin1 code, `US.TX`. */
  readonly region: string | undefined;
}

/** Towns of 1,000 inhabitants and more, regions and countries, with their names in two dozen languages. */
export interface Gazetteer {
  readonly cityCount: number;
  readonly lats: Int32Array;
  readonly lons: Int32Array;
  city(index: number): City;
  /** Every place that is called so in any language; countries, big cities, regions, towns, each from the most populous. */
  find(name: string): Place[];
  /** The place's name in a language (BCP 47), or the one it has in English. */
  nameOf(place: Place, language?: string): string;
  countryCode(place: Place): string;
  /** Of a region: `US.TX`. */
  regionCode(index: number): string;
  regionByCode(code: string): Place | undefined;
  countryByCode(code: string): Place | undefined;
}

/**
 * Reads `resources/places/places.bin`: 60 ms and 13 MB of memory, so it is done once, when first asked for.
 * @throws Error when the file is not a gazetteer of this version
 */
export function readGazetteer(file: string): Gazetteer {
  const { header, view, text } = unpack(brotliDecompressSync(readFileSync(file)));
  const { regionCodes, countryCodes, cityCount } = header;
  const regionBase = cityCount;
  const countryBase = cityCount + regionCodes.length;
  const regionAt = new Map(regionCodes.map((code, index) => [code, index]));
  const countryAt = new Map(countryCodes.map((code, index) => [code, index]));
  const languageAt = new Map(header.languages.map((code, index) => [code, index]));
  // Names of a place lie together, in the order of places.
  const firstName = firstNames(view.nameOf, countryBase + countryCodes.length);

  const ordinal = (place: Place): number =>
    place.is === 'city' ? place.index : place.index + (place.is === 'region' ? regionBase : countryBase);
  const placeAt = (at: number): Place =>
    at >= countryBase
      ? { is: 'country', index: at - countryBase }
      : at >= regionBase
        ? { is: 'region', index: at - regionBase }
        : { is: 'city', index: at };

  return {
    cityCount,
    lats: view.lat,
    lons: view.lon,
    city: (index) => ({
      lat: (view.lat[index] ?? 0) / 1e5,
      lon: (view.lon[index] ?? 0) / 1e5,
      population: view.population[index] ?? 0,
      country: countryCodes[view.country[index] ?? 0] ?? '',
      region: regionCodes[(view.region[index] ?? 0) - 1],
    }),
    find(name) {
      const folded = foldName(name);
      if (folded === '') return [];
      const hash = hashName(folded);
      const found = new Set<number>();
      for (let i = lowerBound(view.hash, hash); view.hash[i] === hash; i++) {
        const at = view.hashName[i] ?? 0;
        if (foldName(text(at)) === folded) found.add(view.nameOf[at] ?? 0);
      }
      return [...found].sort((a, b) => rank(a) - rank(b)).map(placeAt);
    },
    nameOf(place, language = 'en') {
      const at = ordinal(place);
      const wanted =
        languageAt.get(language) ?? languageAt.get(traditional(language)) ?? languageAt.get(base(language));
      const start = firstName[at] ?? 0;
      const end = firstName[at + 1] ?? start;
      if (wanted === 0) return text(start);
      for (let i = start; i < end; i++) if (view.nameLanguage[i] === wanted) return text(i);
      return text(start);
    },
    countryCode(place) {
      if (place.is === 'country') return countryCodes[place.index] ?? '';
      if (place.is === 'region') return (regionCodes[place.index] ?? '').slice(0, 2);
      return countryCodes[view.country[place.index] ?? 0] ?? '';
    },
    regionCode: (index) => regionCodes[index] ?? '',
    regionByCode: (code) => optional('region', regionAt.get(code)),
    countryByCode: (code) => optional('country', countryAt.get(code.toUpperCase())),
  };

  /** "Mexico" is the country; "Lisbon" the town and not its district; "Scotland" not the hamlet in Connecticut. */
  function rank(at: number): number {
    if (at >= countryBase) return at - 3e9;
    if (at >= regionBase) return at - 1e9;
    return (view.population[at] ?? 0) >= 100_000 ? at - 2e9 : at;
  }
}

function optional(is: 'region' | 'country', index: number | undefined): Place | undefined {
  return index === undefined ? undefined : { is, index };
}

function base(language: string): string {
  return language.split('-')[0] ?? language;
}

function traditional(language: string): string {
  return /^zh-(hant|tw|hk|mo)/i.test(language) ? 'zh-TW' : language;
}

function unpack(bytes: Buffer) {
  if (bytes.toString('latin1', 0, 4) !== placesMagic) throw new Error('This is not a gazetteer of this version.');
  const headerEnd = 8 + bytes.readUInt32LE(4);
  // Our own resource, made by scripts/places/build.ts: the magic number vouches for its shape.
  const header = JSON.parse(bytes.toString('utf8', 8, headerEnd)) as PlacesHeader;
  // Typed arrays need their columns at multiples of their size: a buffer that begins elsewhere is copied.
  const whole = bytes.byteOffset === 0 ? bytes.buffer : new Uint8Array(bytes).buffer;
  let at = headerEnd;
  const column = <T>(name: keyof typeof columns, make: (offset: number, length: number) => T, size: number): T => {
    at = Math.ceil(at / 8) * 8;
    const length = columns[name].length(header);
    const made = make(at, length);
    at += length * size;
    return made;
  };
  const u32 = (name: keyof typeof columns) => column(name, (from, length) => new Uint32Array(whole, from, length), 4);
  const u16 = (name: keyof typeof columns) => column(name, (from, length) => new Uint16Array(whole, from, length), 2);
  const i32 = (name: keyof typeof columns) => column(name, (from, length) => new Int32Array(whole, from, length), 4);
  // In the order of `columns`.
  const view = {
    lat: i32('lat'),
    lon: i32('lon'),
    population: u32('population'),
    country: u16('country'),
    region: u16('region'),
    nameOf: u32('nameOf'),
    nameLanguage: column('nameLanguage', (from, length) => new Uint8Array(whole, from, length), 1),
    textOffset: u32('textOffset'),
    hash: u32('hash'),
    hashName: u32('hashName'),
  };
  const texts = Buffer.from(whole, Math.ceil(at / 8) * 8, header.textBytes);
  const text = (index: number): string =>
    texts.toString('utf8', view.textOffset[index] ?? 0, view.textOffset[index + 1] ?? 0);
  return { header, view, text };
}

function firstNames(nameOf: Uint32Array, placeCount: number): Uint32Array {
  const first = new Uint32Array(placeCount + 1).fill(nameOf.length);
  for (let i = nameOf.length - 1; i >= 0; i--) first[nameOf[i] ?? 0] = i;
  return first;
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
