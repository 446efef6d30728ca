import { z } from 'zod';
import type { NamedAlbum, Vocabulary } from '../parse/context.ts';
import { foldSame } from '../parse/fold.ts';
import { type Claim, defineFilter } from './filter.ts';
import { wordRuns } from './phrases.ts';

interface Albums {
  readonly name: string;
  /** Albums with this name when it was read. */
  readonly ids: readonly number[];
}

/** An album with all that lies in it, by its name, by where it lies (`Trips/Lisbon`), or by its number: `album:#12`. */
export const album = defineFilter<Albums>({
  key: 'album',
  aliases: ['albums', 'álbum', 'álbuns', 'fotoalbum', 'альбом', '相册', '相冊', '相簿', 'アルバム', '앨범'],
  control: ({ vocabulary }) => ({ is: 'choice', options: albumOffers(vocabulary) }),
  schema: z.object({ name: z.string().min(1), ids: z.array(z.int()) }),
  several: 'all',
  parse(text, { vocabulary }) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    if (name === '') return undefined;
    const ids = called(name, vocabulary).map(({ id }) => id);
    return { value: { name, ids }, isUnknown: ids.length === 0 };
  },
  format: ({ name }) => name,
  read(sentence) {
    const { vocabulary } = sentence.context;
    if (vocabulary.albums.length === 0) return [];
    const claims: Claim<Albums>[] = [];
    const claim = (start: number, end: number, name: string): void => {
      const ids = called(name, vocabulary).map(({ id }) => id);
      if (ids.length > 0) claims.push({ start, end, value: { name, ids } });
    };
    for (const match of sentence.folded.matchAll(word)) {
      const wordEnd = match.index + match[0].length;
      // album Lisbon, 相册 里斯本
      for (const run of wordRuns(sentence, 6, wordEnd))
        if (/^\s{0,2}$/u.test(sentence.folded.slice(wordEnd, run.start))) claim(match.index, run.end, run.text);
      // the Lisbon album, 里斯本相册
      const before = { text: sentence.text.slice(0, match.index), folded: sentence.folded.slice(0, match.index) };
      for (const run of wordRuns(before, 6, Math.max(0, match.index - 80)))
        if (/^\s?$/u.test(sentence.folded.slice(run.end, match.index))) claim(run.start, wordEnd, run.text);
    }
    // One word is more likely what is meant ("beach") than an album of that name; several are a name.
    for (const run of wordRuns(sentence, 6)) if (/\s/u.test(run.text)) claim(run.start, run.end, run.text);
    return claims;
  },
  condition({ ids }, { albumIds }) {
    const lists = ids.map((id) => albumIds?.(id) ?? new Int32Array(0));
    const [only] = lists;
    if (lists.length === 1 && only !== undefined) return { is: 'ids', ids: only };
    return { is: 'ids', ids: Int32Array.from(new Set(lists.flatMap((list) => [...list]))).sort() };
  },
});

const word = /(?<![\p{L}])(?:albums?|fotoalbum|альбом[аеу]?)(?![\p{L}])|相册|相冊|相簿|アルバム|앨범/gu;

/** Every album by what stands for it alone, and by where it lies. */
export function albumOffers(vocabulary: Vocabulary): { operand: string; label: string }[] {
  return vocabulary.albums
    .slice(0, mostOffered)
    .map((one) => ({ operand: operandOf(one, vocabulary), label: pathOf(one, vocabulary) }));
}

const mostOffered = 500;

/** What stands for this album alone, in the syntax of operators. */
function operandOf(one: NamedAlbum, vocabulary: Vocabulary): string {
  const path = pathOf(one, vocabulary);
  for (const name of [one.name, path]) if (called(name, vocabulary).length === 1) return name;
  return `#${one.id}`;
}

function pathOf(one: NamedAlbum, { albums }: Vocabulary): string {
  const names = [one.name];
  for (let at = one.parentId; at !== undefined;) {
    const parent = albums.find(({ id }) => id === at);
    if (parent !== undefined) names.unshift(parent.name);
    at = parent?.parentId;
  }
  return names.join('/');
}

function called(name: string, vocabulary: Vocabulary): NamedAlbum[] {
  const number = /^#(\d{1,15})$/u.exec(name)?.[1];
  const byNumber = number === undefined ? [] : vocabulary.albums.filter(({ id }) => id === Number(number));
  if (byNumber.length > 0) return byNumber;
  return indexOf(vocabulary).get(fold(name)) ?? [];
}

const byName = new WeakMap<Vocabulary['albums'], ReadonlyMap<string, NamedAlbum[]>>();

/** By the name, and by every end of the path. */
function indexOf(vocabulary: Vocabulary): ReadonlyMap<string, NamedAlbum[]> {
  const known = byName.get(vocabulary.albums);
  if (known !== undefined) return known;
  const index = new Map<string, NamedAlbum[]>();
  for (const one of vocabulary.albums) {
    let path = one.name;
    const add = () => index.set(fold(path), [...(index.get(fold(path)) ?? []), one]);
    add();
    for (let at = one.parentId; at !== undefined;) {
      const parent = vocabulary.albums.find(({ id }) => id === at);
      if (parent === undefined) break;
      path = `${parent.name}/${path}`;
      add();
      at = parent.parentId;
    }
  }
  byName.set(vocabulary.albums, index);
  return index;
}

function fold(name: string): string {
  return foldSame(name.normalize('NFC')).trim().replaceAll(/\s+/gu, ' ');
}
