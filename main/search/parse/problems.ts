import type { Problem, ProblemKind } from '../../../preload/contract/query.ts';

const messages: Readonly<Record<ProblemKind, (text: string) => string>> = {
  'unknown-filter': (text) => `There is no filter called "${text}": it was read as words.`,
  'bad-value': (text) => `"${text}" can't be read: this filter was left out.`,
  'not-in-library': (text) => `Nothing in your photos fits "${text}".`,
  'unknown-place': (text) => `No place called "${text}" is known.`,
  'unbalanced-quote': (text) => `The quotation mark before "${text}" has no partner: it was left out.`,
  'too-long': () => 'The text is longer than 10,000 characters: the rest was not read.',
};

export function problemOf(kind: ProblemKind, text: string): Problem {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return { kind, text: short, message: messages[kind](short) };
}
