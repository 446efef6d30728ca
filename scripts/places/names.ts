/** Languages of the names, and the folders of libgeonames-common that hold them, the better one first. */
export const languages: readonly { code: string; folders: readonly string[] }[] = [
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
    'ar',
    'he',
  ].map((code) => ({ code, folders: [code] })),
];

export interface Name {
  /** The place's number: cities, then regions, then countries. */
  readonly of: number;
  /** Index in `languages`; 255 is the first name, in English. */
  readonly language: number;
  readonly text: string;
}

/** GeoNames id or region code -> name, for each of `languages`. */
export type Catalogues = readonly ReadonlyMap<string, string>[];

/** The first name of a place, its names in other languages, and each without its rank. */
export function namesInCatalogues(of: number, key: string, own: string, catalogues: Catalogues): Name[] {
  const english = catalogues[0]?.get(key) ?? own;
  const add = collector(of, withoutRank(english));
  add(own, 0);
  add(english, 0);
  catalogues.forEach((catalogue, language) => {
    const text = catalogue.get(key);
    if (text === undefined) return;
    add(text, language);
    add(withoutRank(text), language);
  });
  return add.names;
}

/** Unicode's names of a country, long and short, and what people say. */
export function countryNames(of: number, code: string): Name[] {
  const add = collector(of, new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code);
  languages.forEach(({ code: language }, index) => {
    for (const style of ['long', 'short'] as const) {
      const text = new Intl.DisplayNames(language, { type: 'region', style }).of(code) ?? code;
      if (text !== code) add(text, index);
    }
  });
  for (const text of otherCountryNames[code] ?? []) add(text, 0);
  return add.names;
}

function collector(of: number, first: string) {
  const names: Name[] = [{ of, language: 255, text: first }];
  const seen = new Set([first]);
  const add = (text: string, language: number): void => {
    if (seen.has(text)) return;
    seen.add(text);
    names.push({ of, language, text });
  };
  return Object.assign(add, { names });
}

/** `大阪市` is called `大阪`, `加利福尼亚州` `加利福尼亚`, `서울특별시` `서울`, `Lisbon District` `Lisbon`. */
function withoutRank(name: string): string {
  if (/^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・]{3,}$/u.test(name))
    return name.replace(/[市府都県縣县州省区區]$/u, '');
  if (/^\p{Script=Hangul}{3,}$/u.test(name)) return name.replace(/(?:특별자치시|특별시|광역시|시|군)$/u, '');
  return name.replace(
    /^(?:District|Province|Region|State|County|Canton) of | (?:District|Province|Region|Prefecture|County|Oblast)$/,
    '',
  );
}

/** What people say and Unicode does not. */
const otherCountryNames: Readonly<Record<string, readonly string[]>> = {
  US: ['USA', 'U.S.', 'U.S.A.', 'the States', 'America', 'États-Unis', 'EE. UU.', 'EEUU', 'EUA', 'Stati Uniti', 'США', 'Amerika'],
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
}; // prettier-ignore
