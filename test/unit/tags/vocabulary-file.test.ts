import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportOf, planImport } from '../../../main/tags/plan-import.ts';
import { joinCell, readVocabularyCsv, splitCell, writeVocabularyCsv } from '../../../main/tags/vocabulary-csv.ts';
import type { VocabularyFile } from '../../../main/tags/vocabulary-file.ts';
import { readVocabularyJson, writeVocabularyJson } from '../../../main/tags/vocabulary-json.ts';
import type { Concept } from '../../../main/tags/vocabulary.ts';
import type { ConceptChange } from '../../../main/db/concepts.ts';

const builtIn: readonly Concept[] = [
  { id: 'animal', names: { en: ['animal'], 'zh-CN': ['动物'] } },
  { id: 'dog', names: { en: ['dog', 'hound'], 'zh-CN': ['狗'] }, parent: 'animal', exclusions: ['cat'] },
  { id: 'cat', names: { en: ['cat'], 'zh-CN': ['猫'] }, parent: 'animal' },
  { id: 'night', names: { en: ['night'], 'zh-CN': ['夜晚'] }, prompts: ['{}', 'a photo taken at {}'] },
];
const library = '0a1b2c3d';
const given = (changes: readonly ConceptChange[], name = library) => ({
  builtIn,
  changes,
  library: name,
  language: 'en',
});

/** Names with everything that files stumble over. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('|', '\\', '/', ';', ',', '"', "'", '\n', '\r\n', '\r', '\t', '=', '+', '-', '@', ' ', '\\|', '""', '\uFEFF', '🐕‍🦺', 'é', 'ẞ', '狗', '\u202E', '\u0301'), // prettier-ignore
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').trim())
  .filter((name) => name !== '' && name.length <= 100 && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(name)); // prettier-ignore

const formats = [
  ['JSON', writeVocabularyJson, readVocabularyJson],
  ['CSV', writeVocabularyCsv, readVocabularyCsv],
] as const;

test.each(formats)('%s: names with any signs come back as they were, several in each language', (_, write, read) => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('', 'en', 'zh-CN', 'de'),
        fc.uniqueArray(hostile, { minLength: 1, maxLength: 4 }),
        { minKeys: 1 }, // prettier-ignore
      ),
      fc.array(hostile, { maxLength: 3 }),
      (names, prompts) => {
        const written = write([
          { id: 'own-1@x', names, prompts, parent: 'animal', suggestAt: 0.25, isHidden: true },
          { id: 'dog', names: { en: ['dog'] } },
        ]);
        const { concepts, mistakes } = read(written);
        expect(mistakes).toEqual([]);
        expect(concepts.length).toBe(2);
        const [first] = concepts;
        const found = Object.fromEntries(Object.entries(first?.names ?? {}).filter(([, all]) => all.length > 0));
        expect(found).toEqual({ ...names });
        expect(first).toMatchObject({ id: 'own-1@x', prompts, parent: 'animal', suggestAt: 0.25, isHidden: true });
      },
    ),
    { numRuns: 300 },
  );
});

test('what separates names in a cell can be in a name', () => {
  for (const names of [['a|b', 'c\\'], ['\\|', '|', '\\\\|'], ['people|Oma', 'x / y; z'], []])
    expect(splitCell(joinCell(names))).toEqual(names);
  expect(splitCell('dog|hound | | 狗')).toEqual(['dog', 'hound', '狗']);
});

const changes: readonly ConceptChange[] = [
  { id: 'dog', names: { en: ['doggo', 'dog'], de: ['Hund'] }, suggestAt: 0.9, forgetsBeforeMs: 5 },
  { id: 'cat', mergedInto: 'own-2' },
  { id: 'animal', isHidden: true, parent: 'own-2' },
  { id: 'night', prompts: [] },
  { id: 'own-2', names: { '': ['Omas | "Garten"', 'x'] }, exclusions: ['night'] },
  { id: 'own-5', names: { '': ['zu Hause'] }, parent: 'own-2', isByTagging: true },
];

test.each(formats)('%s: a vocabulary that was exported changes nothing where it came from', (_, write, read) => {
  const file = read(write(exportOf(builtIn, changes, library)));
  const plan = planImport(file, given(changes));
  expect(plan.mistakes).toEqual([]);
  expect({ added: plan.added, changed: plan.changed }).toEqual({ added: [], changed: [] });
  expect(plan.unchangedCount).toBe(6);
});

test.each(formats)('%s: in another library it makes the same vocabulary, with numbers of its own', (_, write, read) => {
  const file = read(write(exportOf(builtIn, changes, library)));
  const there: ConceptChange[] = [{ id: 'own-2', names: { '': ['quite another'] } }];
  const plan = planImport(file, given(there, 'ffffffff'));
  expect(plan.mistakes).toEqual([]);
  expect(plan.added.map(({ name, change }) => [name, change.parent?.replace(/\d+/u, 'n')])).toEqual([
    ['Omas | "Garten"', undefined],
    ['zu Hause', 'new-n'],
  ]);
  const [garden] = plan.added;
  expect(plan.changed.map(({ change }) => change)).toEqual([
    { id: 'animal', isHidden: true, parent: garden?.change.id },
    { id: 'dog', names: { en: ['doggo', 'dog'], de: ['Hund'] }, suggestAt: 0.9 },
    { id: 'cat', mergedInto: garden?.change.id },
    { id: 'night', prompts: [] },
  ]);
});

test('the person’s own of another library are known by their names', () => {
  const there: ConceptChange[] = [{ id: 'own-9', names: { '': ['ZU hause'] } }];
  const file = readVocabularyCsv('id,names\r\nown-5@0a1b2c3d,zu Hause | daheim\r\n');
  const plan = planImport(file, given(there, 'ffffffff'));
  expect(plan.changed.map(({ change }) => change)).toEqual([{ id: 'own-9', names: { '': ['zu Hause', 'daheim'] } }]);
});

test('a table by hand needs no ids: names are enough, and `;` or a tab between cells', () => {
  for (const text of [
    '\uFEFFnames;parent\nGarten;animal\nRose;Garten\n',
    'names\tparent\nGarten\t动物\nRose\tgarten',
  ]) {
    const plan = planImport(readVocabularyCsv(text), given([]));
    expect(plan.mistakes).toEqual([]);
    expect(plan.added.map(({ name, change }) => [name, change.parent])).toEqual([
      ['Garten', 'animal'],
      ['Rose', 'new-2'],
    ]);
  }
});

test('what a file leaves out stays as it is', () => {
  const file = readVocabularyJson('{"concepts":[{"id":"dog","hidden":true}]}');
  expect(planImport(file, given(changes)).changed.map(({ change }) => change)).toEqual([
    { id: 'dog', names: { en: ['doggo', 'dog'], de: ['Hund'] }, suggestAt: 0.9, forgetsBeforeMs: 5, isHidden: true },
  ]);
});

function told(file: VocabularyFile): (readonly [number, string])[] {
  return planImport(file, given([])).mistakes.map(({ line, error }) => [line, error.message] as const);
}

test('JSON: every mistake is told with its line', () => {
  expect(told(readVocabularyJson('{\n "concepts": [\n  {"id":"x"\n}'))).toEqual([
    [4, 'This is not JSON: close bracket expected.'],
  ]);
  expect(told(readVocabularyJson(''))).toEqual([[1, 'This is not JSON: value expected.']]);
  expect(told(readVocabularyJson('\n[]'))).toEqual([[2, '"concept" has to be an object.'], [2, 'This file has no list of "concepts".']]); // prettier-ignore
  expect(told(readVocabularyJson('{\n"name": "x"}'))).toEqual([[1, 'This file has no list of "concepts".']]);
  expect(told(readVocabularyJson('['.repeat(200_000)))[0]?.[1]).toMatch(/not JSON/u);
  const text = [
    '{ "concepts": [', //                                                  1
    '  { "id": "Big Dog", "names": { "en": ["big dog"] } },', //           2
    '  { "names": { "en": ["DOG"] }, "id": "wolf",', //                    3
    '    "parrent": "animal",', //                                         4
    '    "hidden": "yes" },', //                                           5
    '  { "id": "pup", "names": { "en": ["pup", " spaces "], "e n": [] },', // 6
    '    "parent": "nobody", "suggestAt": 7, "id": "again" },', //         7
    '  { "id": "animal", "parent": "dog" },', //                           8
    '  { "id": "cat", "exclusions": ["animal", 3] },', //                  9
    '  { "id": "night", "mergedInto": "night" },', //                     10
    '  { "id": "empty", "names": { "en": [] } },', //                     11
    '  { "id": "animal" }', //                                            12
    '] }',
  ].join('\r\n');
  expect(told(readVocabularyJson(text))).toEqual([
    [2, 'The id "Big Dog" must be lower case letters, digits and hyphens.'],
    [3, '"DOG" is a name of "dog" too.'],
    [4, '"parrent" is not known here.'],
    [5, '"hidden" has to be true or false.'],
    [6, 'The name " spaces " has spaces around it.'],
    [6, 'There is no concept "nobody" for "pup" to be a part of.'],
    [6, '"7" is not a number from 0 to 1.'],
    [7, '"id" is there twice.'],
    [9, '"exclusions" has to be a text.'],
    [9, '"cat" cannot exclude "animal": one is a part of the other.'],
    [10, '"night" cannot be merged into itself.'],
    [11, 'A concept needs a name.'],
    [12, 'The id "animal" is there twice.'],
  ]);
});

test('CSV: every mistake is told with its line, also behind cells with line breaks', () => {
  expect(told(readVocabularyCsv(''))).toEqual([[1, expect.stringMatching(/first line has to name the columns/u)]]);
  expect(told(readVocabularyCsv('dog,hound\n'))[0]?.[0]).toBe(1);
  expect(told(readVocabularyCsv('names\n"never closed\n\n'))).toEqual([
    [2, 'A cell begins with a quotation mark and has no end.'],
  ]);
  expect(told(readVocabularyCsv('names\ndog\n12" disk\n'))).toEqual([[3, expect.stringMatching(/written twice/u)]]);
  expect(told(readVocabularyCsv('names\r\ndog\r\n"disk"s\r\n'))).toEqual([
    [3, expect.stringMatching(/written twice/u)],
  ]);
  const text = [
    'id,names[en],parent,hidden,colour,id', //  1
    '', //                                      2
    ',"two', //                                 3
    'lines",,,,', //                            4
    'dog,dog,animal,perhaps,,', //              5
    'x,y', //                                   6
    ',cat,,,,', //                              7
    ',"mouse",nobody,,,', //                    8
  ].join('\n');
  expect(told(readVocabularyCsv(text))).toEqual([
    [1, 'The column "colour" is not known.'],
    [1, 'The column "id" is there twice.'],
    [5, '"perhaps" is neither yes nor no.'],
    [6, 'There are 2 cells where the first line names 6.'],
    [8, 'There is no concept "nobody" for "mouse" to be a part of.'],
  ]);
});

test('a circle over several lines is told in one sentence', () => {
  const file = readVocabularyCsv('id,parent\nanimal,dog\n');
  expect(told(file)).toEqual([[2, '"animal" cannot be a part of "dog", because "dog" is a part of "animal".']]);
});

test('signs that cannot be kept are told, not dropped', () => {
  expect(told(readVocabularyJson(String.raw`{"concepts":[{"names":{"":["a\u0000b","\ud800"]}}]}`))).toEqual([
    [1, 'The name "a�b" has signs in it that cannot be kept.'],
    [1, 'The name "�" has signs in it that cannot be kept.'],
  ]);
});
