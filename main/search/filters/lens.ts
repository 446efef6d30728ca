import { z } from 'zod';
import { defineFilter, oneOf } from './filter.ts';
import { wordRuns } from './phrases.ts';

interface Name {
  readonly name: string;
}

const cue = /(?:lens|lenses|objektiv|objectif|objetivo|lente|obiettivo|объектив(?:ом)?|镜头|鏡頭|レンズ|렌즈)/u;

/** The lens, by a part of its name: "35mm", "XF 35", "24-105". */
export const lens = defineFilter<Name>({
  key: 'lens',
  aliases: ['objektiv', 'objectif', 'objetivo', 'lente', 'obiettivo', 'объектив', '镜头', 'レンズ', '렌즈'],
  control: ({ vocabulary }) => ({
    is: 'choice',
    options: vocabulary.lenses.map((name) => ({ operand: name, label: name })),
  }),
  schema: z.object({ name: z.string().min(1) }),
  several: 'any',
  parse(text, { vocabulary }) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    return name === ''
      ? undefined
      : { value: { name }, isUnknown: !vocabulary.lenses.some((one) => isCalled(one, name)) };
  },
  format: ({ name }) => name,
  read(sentence) {
    const { lenses } = sentence.context.vocabulary;
    if (lenses.length === 0) return [];
    return wordRuns(sentence, 6).flatMap((run) => {
      const name = run.text;
      const squeezed = squeeze(name);
      // The whole name says itself; a part of it ("35mm") needs the word "lens" beside it.
      if (squeezed.length >= 8 && lenses.some((one) => squeeze(one) === squeezed))
        return [{ start: run.start, end: run.end, value: { name } }];
      if (!/\d/.test(name) || !lenses.some((one) => isCalled(one, name))) return [];
      const after = new RegExp(`^\\s?${cue.source}`, 'u').exec(sentence.folded.slice(run.end, run.end + 14));
      if (after) return [{ start: run.start, end: run.end + after[0].length, value: { name } }];
      const before = new RegExp(`${cue.source}\\s?$`, 'u').exec(
        sentence.folded.slice(Math.max(0, run.start - 14), run.start),
      );
      return before ? [{ start: run.start - before[0].length, end: run.end, value: { name } }] : [];
    });
  },
  condition: ({ name }, { vocabulary }) =>
    oneOf(
      'p.lens',
      vocabulary.lenses.filter((one) => isCalled(one, name)),
    ),
});

/** "35mm" is in XF35mmF1.4 and not in 135mm. */
function isCalled(one: string, name: string): boolean {
  const own = squeeze(one);
  const wanted = squeeze(name);
  if (wanted === '') return false;
  for (let at = own.indexOf(wanted); at >= 0; at = own.indexOf(wanted, at + 1)) {
    const isCut = /\d/.test(wanted[0] ?? '') && /[\d.]/.test(own[at - 1] ?? '');
    const isCutAfter = /\d/.test(wanted.at(-1) ?? '') && /[\d.]/.test(own[at + wanted.length] ?? '');
    if (!isCut && !isCutAfter) return true;
  }
  return false;
}

function squeeze(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.-]|(?<!\d)-|-(?!\d)/gu, '');
}
