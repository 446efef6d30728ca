import type { ParseContext } from '../parse/context.ts';
import { cityRadiusKm } from '../places/distance.ts';
import type { Gazetteer, Place } from '../places/gazetteer.ts';

/** `within` is the region's code, `US.TX`, or the country's where the region is not known. */
export type PlaceValue =
  | { readonly is: 'country'; readonly code: string; readonly name: string }
  | { readonly is: 'region'; readonly code: string; readonly name: string }
  | {
      readonly is: 'city';
      readonly name: string;
      readonly within: string;
      readonly lat: number;
      readonly lon: number;
      readonly km: number;
    };

type Library = Pick<ParseContext, 'gazetteer' | 'photoPlaces'>;

/**
 * "Lisbon", "Paris, Texas", "PT", "US.TX", "Paris, US.TX": the place, or undefined. Of several of the same name the
 * one with photos, else the biggest.
 */
export function resolvePlace(text: string, library: Library): PlaceValue | undefined {
  const { gazetteer } = library;
  if (!gazetteer) return undefined;
  const parts = text
    .split(/[,，、]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  const coded = rest.length === 0 ? byCode(first, gazetteer) : undefined;
  if (coded) return valueOf(coded, gazetteer);
  // "region" tells the district of Lisbon from the town: what `formatPlace` writes is read back as it was.
  const isRegion = rest.at(-1) === 'region';
  const within = isRegion ? rest.slice(0, -1) : rest;
  const candidates = placesMeant(first, library)
    .filter((place) => !isRegion || place.is === 'region')
    .filter((place) => within.every((name) => liesIn(place, name, gazetteer)));
  const chosen = candidates[0];
  return chosen && valueOf(chosen, gazetteer);
}

/** Every place of that name: those with photos first, each group as {@link Gazetteer.find} orders it. */
export function placesMeant(name: string, { gazetteer, photoPlaces }: Library): Place[] {
  if (!gazetteer) return [];
  const found = findPlaces(name, gazetteer);
  if (found.length < 2 || !photoPlaces) return found;
  const isThere = found.map((place) => hasPhotosIn(valueOf(place, gazetteer), { photoPlaces }));
  return [...found.filter((_, index) => isThere[index]), ...found.filter((_, index) => !isThere[index])];
}

/** Under its name, and under the forms it takes after a Russian preposition. */
export function findPlaces(name: string, gazetteer: Gazetteer): Place[] {
  const found = gazetteer.find(name);
  if (found.length > 0 || !/\p{Script=Cyrillic}[еиуы]$/u.test(name)) return found;
  // в Москве, в Италии, в Лиссабоне, в Казани
  const stem = name.slice(0, -1);
  for (const ending of name.endsWith('ии') ? ['я'] : ['а', '', 'я', 'ь', 'й']) {
    const other = gazetteer.find(stem + ending);
    if (other.length > 0) return other;
  }
  return [];
}

export function valueOf(place: Place, gazetteer: Gazetteer): PlaceValue {
  if (place.is === 'country')
    return { is: 'country', code: gazetteer.countryCode(place), name: gazetteer.nameOf(place) };
  if (place.is === 'region')
    return { is: 'region', code: gazetteer.regionCode(place.index), name: gazetteer.nameOf(place) };
  const { lat, lon, population, country, region } = gazetteer.city(place.index);
  // A third more than the town itself: pictures of a city are taken from its edge.
  const km = Math.round(cityRadiusKm(population) * 13) / 10;
  return { is: 'city', name: gazetteer.nameOf(place), within: region ?? country, lat, lon, km };
}

/** `Portugal, PT`, `Bavaria, DE.02, region`, `Lisbon, PT.14`: unambiguous, and {@link resolvePlace} reads it. */
export function formatPlace(value: PlaceValue): string {
  if (value.is === 'city') return `${value.name}, ${value.within}`;
  return value.is === 'country' ? `${value.name}, ${value.code}` : `${value.name}, ${value.code}, region`;
}

export function hasPhotosIn(value: PlaceValue, { photoPlaces }: Pick<Library, 'photoPlaces'>): boolean {
  if (!photoPlaces) return false;
  if (value.is === 'country') return photoPlaces.countries.has(value.code);
  if (value.is === 'region') return photoPlaces.regions.has(value.code);
  return photoPlaces.hasPhotosNear(value.lat, value.lon, value.km);
}

function byCode(text: string, gazetteer: Gazetteer): Place | undefined {
  if (/^[A-Z]{2}$/.test(text)) return gazetteer.countryByCode(text);
  if (/^[A-Z]{2}\.[A-Z0-9]+$/.test(text)) return gazetteer.regionByCode(text);
  return undefined;
}

/** Paris lies in "US.TX", "TX", "Texas", "US", "États-Unis". */
function liesIn(place: Place, name: string, gazetteer: Gazetteer): boolean {
  const country = gazetteer.countryCode(place);
  const region =
    place.is === 'region'
      ? gazetteer.regionCode(place.index)
      : place.is === 'city'
        ? gazetteer.city(place.index).region
        : undefined;
  if (name === country || name === region || `${country}.${name}` === region) return true;
  return gazetteer
    .find(name)
    .some(
      (other) =>
        (other.is === 'country' && gazetteer.countryCode(other) === country) ||
        (other.is === 'region' && gazetteer.regionCode(other.index) === region),
    );
}
