import { z } from 'zod';
import type { FilterControl } from '../../../preload/contract/query.ts';
import type { ParseContext } from '../parse/context.ts';
import type { LanguageCode } from '../parse/words/word-list.ts';

const json = z.json();
export type JsonValue = z.infer<typeof json>;

/** What a condition may ask of the library beside SQL. */
export type FilterLibrary = Pick<ParseContext, 'vocabulary' | 'gazetteer' | 'photoPlaces'> & {
  /** Photos of an album with all that lies in it, ascending; whoever asks has had it reckoned before. */
  readonly albumIds?: ((albumId: number) => Int32Array) | undefined;
  /** Photos for which the tag of this name is suggested and unanswered, ascending; `any`: those with any suggestion. */
  readonly suggestedIds?: ((name: string) => Int32Array) | undefined;
};

/** Which photos have it: an SQL expression over `photos p`, or ids in ascending order. */
export type Condition =
  | { readonly is: 'sql'; readonly sql: string; readonly params: readonly (string | number)[] }
  | { readonly is: 'ids'; readonly ids: Int32Array };

/** A sentence on its way to becoming a query; quoted parts and operators are blank in it. */
export interface Sentence {
  readonly text: string;
  /** Lower case, no accents, as long as `text`. */
  readonly folded: string;
  /** Likeliest language first. */
  readonly languages: readonly LanguageCode[];
  readonly context: ParseContext;
}

/** Words of a sentence that a filter takes for itself. */
export interface Claim<V> {
  readonly start: number;
  readonly end: number;
  readonly value: V;
}

/** The operand of an operator, read. `isUnknown`: readable, and nothing in this library is like that. */
export interface Operand<V> {
  readonly value: V;
  readonly isUnknown?: boolean;
}

interface Definition<V> {
  /** What is typed before the colon; also the key of the chip. */
  readonly key: string;
  /** Other names for it, in other languages too. */
  readonly aliases: readonly string[];
  /** How the window asks for a value. */
  control(library: FilterLibrary): FilterControl;
  readonly schema: z.ZodType<V>;
  /** Two chips of this filter: a photo has one camera, so either will do; it has many tags, so all must be there. */
  readonly several: 'any' | 'all';
  /** @returns undefined when it can't be read */
  parse(text: string, context: ParseContext): Operand<V> | undefined;
  /** What `parse` reads back to the same value. */
  format(value: V): string;
  /** How it is said in a sentence. */
  read?(sentence: Sentence): Claim<V>[];
  condition(value: V, library: FilterLibrary): Condition;
}

/** A filter whose type of value only it knows: what comes in from outside is checked by its schema. */
export interface Filter extends Pick<Definition<never>, 'key' | 'aliases' | 'several' | 'control'> {
  /** A key of the window's words. */
  readonly label: string;
  isValue(value: unknown): boolean;
  parse(text: string, context: ParseContext): Operand<JsonValue> | undefined;
  format(value: JsonValue): string;
  read(sentence: Sentence): Claim<JsonValue>[];
  condition(value: JsonValue, library: FilterLibrary): Condition;
}

/** One file a filter: write this, and list it in index.ts. */
export function defineFilter<V>(definition: Definition<V>): Filter {
  const { key, aliases, several, schema, control } = definition;
  return {
    key,
    aliases,
    several,
    control,
    label: `filter.${key}`,
    isValue: (value) => schema.safeParse(value).success,
    parse(text, context) {
      const operand = definition.parse(text, context);
      return operand && { ...operand, value: json.parse(operand.value) };
    },
    format: (value) => definition.format(schema.parse(value)),
    read: (sentence) =>
      (definition.read?.(sentence) ?? []).map((claim) => ({ ...claim, value: json.parse(claim.value) })),
    condition: (value, library) => definition.condition(schema.parse(value), library),
  };
}

export const nothing: Condition = { is: 'sql', sql: '0', params: [] };

export function sql(text: string, params: readonly (string | number)[] = []): Condition {
  return { is: 'sql', sql: text, params };
}

/** `column IN (...)`, with any number of values: SQLite takes 32,766 parameters, but one table of any length. */
export function oneOf(column: string, values: readonly (string | number)[]): Condition {
  return values.length === 0 ? nothing : sql(`${column} IN ${listed}`, [JSON.stringify(values)]);
}

/** The values of a JSON list, which is one parameter. */
export const listed = '(SELECT value FROM json_each(?))';
