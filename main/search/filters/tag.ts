import { z } from 'zod';
import type { Vocabulary } from '../parse/context.ts';
import { foldSame } from '../parse/fold.ts';
import { nameForm } from '../../util/word-form.ts';
import { type Claim, defineFilter, listed, nothing, sql } from './filter.ts';
import { wordRuns } from './phrases.ts';

interface Name {
  readonly name: string;
}

/**
 * A tag: a concept that the person confirmed with all that is narrower (`tag:animal` finds dogs), or a keyword that
 * another program wrote. `People|Oma` is found as `Oma` too.
 */
export const tag = defineFilter<Name>({
  key: 'tag',
  aliases: [
    'tags',
    'keyword',
    'keywords',
    'person',
    'people',
    'schlagwort',
    'stichwort',
    'etiqueta',
    'etichetta',
    'mot-clé',
    'trefwoord',
    'метка',
    'тег',
    '标签',
    '標籤',
    '关键词',
    'タグ',
    '태그',
  ],
  control: () => ({ is: 'text' }),
  schema: z.object({ name: z.string().min(1) }),
  several: 'all',
  parse(text, { vocabulary }) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    if (name === '') return undefined;
    return {
      value: { name },
      isUnknown: !isKnown(name, vocabulary),
    };
  },
  format: ({ name }) => name,
  read(sentence) {
    const { vocabulary } = sentence.context;
    const { tags } = vocabulary;
    const claims: Claim<Name>[] = [];
    for (const match of sentence.folded.matchAll(/(?<![\p{L}\p{N}&])#([\p{L}\p{N}][\p{L}\p{N}_-]{1,60})/gu)) {
      const name = sentence.text.slice(match.index + 1, match.index + match[0].length);
      if (isKnown(name, vocabulary))
        claims.push({ start: match.index, end: match.index + match[0].length, value: { name } });
    }
    if (tags.length === 0) return claims;
    const known = foldedTags(tags);
    for (const run of wordRuns(sentence, 5)) {
      const name = known.get(foldSame(run.text));
      if (name !== undefined) claims.push({ start: run.start, end: run.end, value: { name } });
    }
    // No spaces between words there: a tag of two letters and more is found anywhere.
    for (const [folded, name] of known) {
      if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}$/u.test(folded)) continue;
      const at = sentence.folded.indexOf(folded);
      if (at >= 0) claims.push({ start: at, end: at + folded.length, value: { name } });
    }
    return claims;
  },
  condition({ name }, { vocabulary }) {
    const called = [...vocabulary.keywords, ...vocabulary.tags].filter((one) => isCalled(one, name));
    const names = [...new Set([...called, ...(vocabulary.keywordsCalled?.(name) ?? [])])];
    const concepts = vocabulary.conceptsCalled?.(name) ?? [];
    if (names.length === 0 && concepts.length === 0) return nothing;
    const all = JSON.stringify(names);
    return sql(
      `(p.id IN (SELECT photo_id FROM keywords WHERE keyword IN ${listed})
        OR p.id IN (SELECT a.photo_id FROM given_tags a
          WHERE a.tag_id IN (SELECT tag_id FROM tag_names WHERE name IN ${listed})
            OR a.tag_id IN (SELECT id FROM tags WHERE concept_id IN ${listed})))`,
      [all, all, JSON.stringify(concepts)],
    );
  },
});

function isKnown(name: string, { tags, keywords, conceptsCalled, keywordsCalled }: Vocabulary): boolean {
  return (
    [...tags, ...keywords].some((one) => isCalled(one, name)) ||
    (conceptsCalled?.(name) ?? []).length > 0 ||
    (keywordsCalled?.(name) ?? []).length > 0
  );
}

const foldedByTags = new WeakMap<readonly string[], Map<string, string>>();

function foldedTags(tags: readonly string[]): Map<string, string> {
  const known = foldedByTags.get(tags) ?? new Map(tags.map((name) => [foldSame(name), name]));
  foldedByTags.set(tags, known);
  return known;
}

function isCalled(one: string, name: string): boolean {
  const wanted = nameForm(name);
  const own = nameForm(one);
  return own === wanted || (/[|/]/.test(own) && own.split(/[|/]/).some((part) => part.trim() === wanted));
}
