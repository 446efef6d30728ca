import { describe, expect, test } from 'vitest';
import { createPhotoPlaces } from '../../../main/search/photo-places.ts';
import { cityRadiusKm, distanceKm } from '../../../main/search/places/distance.ts';
import { foldName } from '../../../main/search/places/fold.ts';
import { createGrid } from '../../../main/search/places/grid.ts';
import { places } from './library-context.ts';

const { gazetteer } = places;

describe('where a photo was taken', () => {
  test.each<[string, number, number, string | undefined, string | undefined]>([
    ['the middle of Lisbon', 38.7223, -9.1393, 'Lisbon', 'Portugal'],
    ['a quarter of Lisbon, Campo de Ourique', 38.715, -9.166, 'Lisbon', 'Portugal'],
    ['across the river', 38.68, -9.157, 'Almada', 'Portugal'],
    ['Germany, three kilometres from Salzburg', 47.84, 12.98, 'Freilassing', 'Germany'],
    ['Salzburg', 47.8, 13.045, 'Salzburg', 'Austria'],
    ['Brooklyn bridge', 40.706, -73.997, 'New York', 'United States'],
    ['Hong Kong', 22.3, 114.17, undefined, 'Hong Kong SAR China'],
    ['Edinburgh', 55.95, -3.19, 'Edinburgh', 'United Kingdom'],
    ['the middle of the Pacific', -40, -130, undefined, undefined],
    ['the date line, Fiji', -17.8, 179.9, undefined, 'Fiji'],
    ['the south pole', -90, 0, undefined, undefined],
  ])('%s', (_, lat, lon, city, country) => {
    const names = places.placeOf(lat, lon);
    if (city !== undefined) expect(names.city).toBe(city);
    if (country !== undefined) expect(names.country).toBe(country);
    if (city === undefined && country === undefined) expect(names.city).toBeUndefined();
  });

  test('is said in the language of the person', () => {
    expect(places.placeOf(38.7223, -9.1393, 'de')).toMatchObject({ city: 'Lissabon', country: 'Portugal' });
    expect(places.placeOf(38.7223, -9.1393, 'zh-CN')).toMatchObject({ city: '里斯本', country: '葡萄牙' });
    expect(places.placeOf(38.7223, -9.1393, 'ja')).toMatchObject({ city: 'リスボン', country: 'ポルトガル' });
    expect(places.placeOf(38.7223, -9.1393, 'tlh')).toMatchObject({ city: 'Lisbon', country: 'Portugal' });
  });
});

describe('a name finds its place', () => {
  test.each<[string, string, string]>([
    ['Lisbon', 'city', 'PT'],
    ['LISBOA', 'city', 'PT'],
    ['Lisbonne', 'city', 'PT'],
    ['里斯本', 'city', 'PT'],
    ['munchen', 'city', 'DE'],
    ['大阪', 'city', 'JP'],
    ['서울', 'city', 'KR'],
    ['Bayern', 'region', 'DE'],
    ['California', 'region', 'US'],
    ['Scotland', 'region', 'GB'],
    ['日本', 'country', 'JP'],
    ['Deutschland', 'country', 'DE'],
    ['USA', 'country', 'US'],
    ['Paris', 'city', 'FR'],
    ['Georgia', 'country', 'GE'],
  ])('%s', (name, is, code) => {
    const [first] = gazetteer.find(name);
    expect(first?.is).toBe(is);
    expect(first && gazetteer.countryCode(first)).toBe(code);
  });

  test('and what is no name finds none', () => {
    for (const name of ['', ' ', 'Xyzzyville', '"', '🏖️', 'a'.repeat(10_000)]) expect(gazetteer.find(name)).toEqual([]);
  });

  test('of several the most populous comes first', () => {
    const cities = gazetteer
      .find('Paris')
      .flatMap((place) => (place.is === 'city' ? [gazetteer.city(place.index).population] : []));
    expect(cities.length).toBeGreaterThan(3);
    expect(cities).toEqual([...cities].sort((a, b) => b - a));
  });

  test('every name leads back to its place', () => {
    for (let index = 0; index < gazetteer.cityCount; index += 997) {
      const place = { is: 'city' as const, index };
      expect(gazetteer.find(gazetteer.nameOf(place))).toContainEqual(place);
    }
  });
});

describe('the photos of a library', () => {
  const photos = createPhotoPlaces(
    [
      { id: 3, lat: 38.7223, lon: -9.1393 },
      { id: 5, lat: 38.7225, lon: -9.139 },
      { id: 8, lat: 48.1374, lon: 11.5755 },
      { id: 9, lat: -17.8, lon: -179.95 },
    ],
    4,
    places,
  );

  test('are counted by country and found by distance', () => {
    expect(photos.countries.get('PT')).toBe(2);
    expect([...photos.idsWhere(({ country }) => country === 'PT')]).toEqual([3, 5]);
    expect([...photos.idsNear(38.72, -9.14, 5)]).toEqual([3, 5]);
    expect(photos.hasPhotosNear(48.1, 11.6, 20)).toBe(true);
    expect(photos.hasPhotosNear(52.5, 13.4, 20)).toBe(false);
  });

  test('are near each other across the date line', () => {
    expect(photos.hasPhotosNear(-17.8, 179.95, 20)).toBe(true);
    expect([...photos.idsNear(-17.8, 179.95, 20)]).toEqual([9]);
  });
});

describe('distances', () => {
  test('are those of the globe', () => {
    expect(distanceKm(52.52, 13.405, 48.8566, 2.3522)).toBeCloseTo(878, -1);
    expect(distanceKm(0, 179.5, 0, -179.5)).toBeCloseTo(111.2, 0);
    expect(distanceKm(90, 0, -90, 0)).toBeCloseTo(20_015, -1);
  });

  test('a grid finds what a look at every point finds', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const lats = Array.from({ length: 2000 }, () => random() * 180 - 90);
    const lons = Array.from({ length: 2000 }, () => random() * 360 - 180);
    const grid = createGrid(lats, lons, 1);
    for (let i = 0; i < 60; i++) {
      const [lat, lon, km] = [random() * 180 - 90, random() * 360 - 180, 1 + random() * 900];
      const found: number[] = [];
      grid.near(lat, lon, km, (index) => void found.push(index));
      const expected = lats.flatMap((other, index) =>
        distanceKm(lat, lon, other, lons[index] ?? 0) <= km ? [index] : [],
      );
      expect(
        found.sort((a, b) => a - b),
        `${lat} ${lon} ${km}`,
      ).toEqual(expected);
    }
  });

  test('a city reaches farther than a village', () => {
    expect(cityRadiusKm(1000)).toBe(3);
    expect(cityRadiusKm(2_138_551)).toBeCloseTo(16.5, 0);
  });
});

test('names are compared without case, accents and punctuation', () => {
  expect(foldName("  L'Aquila ")).toBe('l aquila');
  expect(foldName('São Tomé')).toBe('sao tome');
  expect(foldName('Łódź')).toBe('lodz');
  expect(foldName('が')).toBe('が');
});
