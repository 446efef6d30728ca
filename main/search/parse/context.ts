import type { Where } from '../places.ts';
import type { Gazetteer } from '../places/gazetteer.ts';

export interface Camera {
  readonly make: string | undefined;
  readonly model: string | undefined;
  /** Both, without saying the make twice. */
  readonly name: string;
}

export interface NamedAlbum {
  readonly id: number;
  readonly parentId: number | undefined;
  readonly name: string;
}

export interface Directory {
  readonly folderId: number;
  /** Below the folder, '/' between names, '' for the folder itself. */
  readonly dir: string;
}

/** What the library holds that a sentence may name. Read once and again when the library changes, not for each question. */
export interface Vocabulary {
  readonly cameras: readonly Camera[];
  readonly lenses: readonly string[];
  /** The folders that were added, with their paths. */
  readonly folders: readonly { readonly id: number; readonly path: string }[];
  readonly directories: readonly Directory[];
  /** Formats of the photos, `jpeg`. */
  readonly formats: readonly string[];
  /** Keywords that other programs wrote, and names of confirmed concepts: read by `tag:`, never from plain words. */
  readonly keywords: readonly string[];
  /** Tags in the person's own words: read from plain words too. */
  readonly tags: readonly string[];
  readonly albums: readonly NamedAlbum[];
  /**
   * Ids of confirmed concepts that a name means: the concept called so, in any language or by the name of something
   * that was merged into it, and all that is narrower.
   */
  readonly conceptsCalled?: ((name: string) => readonly string[]) | undefined;
  /** Of `keywords` those that name such a concept: "dog" in a file is what `tag:animal` means. */
  readonly keywordsCalled?: ((name: string) => readonly string[]) | undefined;
}

/** Where this library's photos were taken. */
export interface PhotoPlaces {
  hasPhotosNear(lat: number, lon: number, km: number): boolean;
  /** Photos whose place has the answer yes, ids ascending. */
  idsWhere(isThere: (where: Where) => boolean): Int32Array;
  idsNear(lat: number, lon: number, km: number): Int32Array;
  /** How many photos, by ISO 3166-1 code. */
  readonly countries: ReadonlyMap<string, number>;
  /** By GeoNames' admin1 code. */
  readonly regions: ReadonlyMap<string, number>;
  /** By index in the gazetteer. */
  readonly cities: ReadonlyMap<number, number>;
}

export interface ParseContext {
  /** The local clock tells what "yesterday" is. */
  readonly now: Date;
  /** BCP 47, the person's first language first: decides what is ambiguous, as 3/4/2020. */
  readonly languages: readonly string[];
  readonly vocabulary: Vocabulary;
  /** Absent until it is read: places stay words then. */
  readonly gazetteer?: Gazetteer | undefined;
  readonly photoPlaces?: PhotoPlaces | undefined;
  readonly keptAsWords?: readonly string[] | undefined;
  /** Where summers are in January. */
  readonly isSouthern?: boolean | undefined;
}

export const emptyVocabulary: Vocabulary = {
  cameras: [],
  lenses: [],
  folders: [],
  directories: [],
  formats: [],
  keywords: [],
  tags: [],
  albums: [],
};

/** FUJIFILM + X-T3 -> FUJIFILM X-T3; Canon + Canon EOS 5D -> Canon EOS 5D. */
export function cameraName(make: string | undefined, model: string | undefined): string {
  const brand = (make ?? '')
    .replace(/\s+(?:corporation|corp\.?|inc\.?|co\.?,?.*|imaging.*|camera.*|optical.*|electronics.*)$/i, '')
    .trim();
  const body = (model ?? '').trim();
  if (body === '') return brand;
  const first = brand.split(/\s+/)[0] ?? '';
  return first === '' || body.toLowerCase().startsWith(first.toLowerCase()) ? body : `${brand} ${body}`;
}
