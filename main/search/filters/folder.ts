import { z } from 'zod';
import { foldSame } from '../parse/fold.ts';
import type { Directory, Vocabulary } from '../parse/context.ts';
import { type Claim, defineFilter, nothing, sql } from './filter.ts';
import { wordRuns } from './phrases.ts';

interface Path {
  readonly path: string;
}

/** A folder and all below it, by its name or the end of its path: "Trips", "Trips/2019", "/Trips". */
export const folder = defineFilter<Path>({
  key: 'in',
  aliases: [
    'folder',
    'dir',
    'directory',
    'path',
    'ordner',
    'dossier',
    'carpeta',
    'pasta',
    'cartella',
    'map',
    'папка',
    '文件夹',
    '目录',
    'フォルダ',
    '폴더',
  ],
  control: ({ vocabulary }) => ({
    is: 'choice',
    options: vocabulary.directories
      .filter(({ dir }) => dir !== '' && !dir.includes('/'))
      .slice(0, 200)
      .map(({ dir }) => ({ operand: dir, label: dir })),
  }),
  schema: z.object({ path: z.string().min(1) }),
  several: 'any',
  parse(text, { vocabulary }) {
    const path = text.trim();
    return namesOf(path).length === 0
      ? undefined
      : { value: { path }, isUnknown: matching(vocabulary, path).length === 0 };
  },
  format: ({ path }) => path,
  read(sentence) {
    const { vocabulary } = sentence.context;
    const claims: Claim<Path>[] = [];
    // in /Trips/2019
    for (const match of sentence.folded.matchAll(/(?<=^|\s)\/[^\s"\u0000]{1,200}/gu)) {
      const path = sentence.text.slice(match.index, match.index + match[0].length).replace(/[,;.]+$/u, '');
      if (matching(vocabulary, path).length > 0)
        claims.push({ start: match.index, end: match.index + path.length, value: { path } });
    }
    for (const match of sentence.folded.matchAll(word)) {
      const wordEnd = match.index + match[0].length;
      const near = { text: sentence.text.slice(0, wordEnd + 60), folded: sentence.folded.slice(0, wordEnd + 60) };
      // folder Trips, Ordner "Meine Reisen"
      const after = wordRuns(near, 4, wordEnd).find(
        (run) => /^\s?$/u.test(sentence.folded.slice(wordEnd, run.start)) && matching(vocabulary, run.text).length > 0,
      );
      if (after) {
        claims.push({ start: match.index, end: after.end, value: { path: after.text } });
        continue;
      }
      // the Trips folder, Trips文件夹
      const from = Math.max(0, match.index - 60);
      const before = wordRuns(
        { text: sentence.text.slice(0, match.index), folded: sentence.folded.slice(0, match.index) },
        4,
        from,
      ).find(
        (run) =>
          /^\s?$/u.test(sentence.folded.slice(run.end, match.index)) &&
          matching(vocabulary, stripped(run.text)).length > 0,
      );
      if (before) {
        const path = stripped(before.text);
        const tail = /^(?:里|裡|中|内|の|に)/u.exec(sentence.folded.slice(wordEnd, wordEnd + 1))?.[0].length ?? 0;
        claims.push({ start: before.end - path.length, end: wordEnd + tail, value: { path } });
      }
    }
    return claims;
  },
  condition({ path }, { vocabulary }) {
    const tops = topmost(matching(vocabulary, path));
    if (tops.length === 0) return nothing;
    // '0' is the letter after '/': everything below `dir` lies between, and the index on (folder_id, dir, name) finds it.
    const tests = tops.map(({ dir }) =>
      dir === '' ? 'folder_id = ?' : "(folder_id = ? AND (dir = ? OR (dir > ? || '/' AND dir < ? || '0')))",
    );
    return sql(
      `p.id IN (SELECT photo_id FROM files WHERE missing_since_ms IS NULL AND (${tests.join(' OR ')}))`,
      tops.flatMap(({ folderId, dir }) => (dir === '' ? [folderId] : [folderId, dir, dir, dir])),
    );
  },
});

const word =
  /(?<![\p{L}])(?:folders?|directory|ordner|verzeichnis|dossier|repertoire|carpeta|pasta|cartella|папк[аеи])(?![\p{L}])|文件夹|資料夾|目录|フォルダー?|폴더/gu;

function stripped(text: string): string {
  return text.replace(/^(?:in |the |my |our |im |der |dem |在)+/iu, '');
}

/** The directories whose path ends with these names, case and accents aside. */
function matching(vocabulary: Vocabulary, path: string): Directory[] {
  const wanted = namesOf(path);
  if (wanted.length === 0) return [];
  return indexOf(vocabulary).filter(({ names }) => {
    const from = names.length - wanted.length;
    return from >= 0 && wanted.every((name, index) => names[from + index] === name);
  });
}

interface NamedDirectory extends Directory {
  readonly names: readonly string[];
}

const namedByVocabulary = new WeakMap<Vocabulary, readonly NamedDirectory[]>();

/** The added folders themselves have names too: their last one. */
function indexOf(vocabulary: Vocabulary): readonly NamedDirectory[] {
  const known = namedByVocabulary.get(vocabulary);
  if (known) return known;
  const roots = new Map(vocabulary.folders.map(({ id, path }) => [id, namesOf(path)]));
  const all = [
    ...vocabulary.folders.map(({ id }) => ({ folderId: id, dir: '' })),
    ...vocabulary.directories.filter(({ dir }) => dir !== ''),
  ];
  const named = all.map((one) => ({ ...one, names: [...(roots.get(one.folderId) ?? []), ...namesOf(one.dir)] }));
  namedByVocabulary.set(vocabulary, named);
  return named;
}

function namesOf(path: string): string[] {
  return foldSame(path.normalize('NFC'))
    .split(/[\\/]+/)
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '.');
}

/** Trips and not Trips/Trips: the lower one is in the upper. */
function topmost(directories: readonly Directory[]): Directory[] {
  return directories.filter(
    (one) =>
      !directories.some(
        (other) =>
          other !== one &&
          other.folderId === one.folderId &&
          (other.dir === '' ? one.dir !== '' : one.dir.startsWith(`${other.dir}/`)),
      ),
  );
}
