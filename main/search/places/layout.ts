/** The first four bytes of the unpacked gazetteer. */
export const placesMagic = 'LSP1';

/** What comes after the magic number and a length, as JSON. */
export interface PlacesHeader {
  readonly cityCount: number;
  /** GeoNames' admin1 codes, `PT.14`. */
  readonly regionCodes: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countryCodes: readonly string[];
  readonly nameCount: number;
  readonly textBytes: number;
  readonly languages: readonly string[];
  readonly source: string;
}

/**
 * The columns that follow, in this order, each begun at a multiple of 8 bytes; then the names as UTF-8.
 * Cities go from the most populous down. A name belongs to a city (0 ..), a region (cityCount ..) or a country
 * (cityCount + regions ..); language 255 is its first name. `hash` is sorted; `hashName` tells the name of each.
 */
export const columns = {
  lat: { type: Int32Array, length: (header: PlacesHeader) => header.cityCount },
  lon: { type: Int32Array, length: (header: PlacesHeader) => header.cityCount },
  population: { type: Uint32Array, length: (header: PlacesHeader) => header.cityCount },
  country: { type: Uint16Array, length: (header: PlacesHeader) => header.cityCount },
  /** 1-based; 0 is none. */
  region: { type: Uint16Array, length: (header: PlacesHeader) => header.cityCount },
  nameOf: { type: Uint32Array, length: (header: PlacesHeader) => header.nameCount },
  nameLanguage: { type: Uint8Array, length: (header: PlacesHeader) => header.nameCount },
  textOffset: { type: Uint32Array, length: (header: PlacesHeader) => header.nameCount + 1 },
  hash: { type: Uint32Array, length: (header: PlacesHeader) => header.nameCount },
  hashName: { type: Uint32Array, length: (header: PlacesHeader) => header.nameCount },
} as const;
