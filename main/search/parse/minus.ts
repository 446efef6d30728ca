import { foldSame } from './fold.ts';
import { wordLists } from './words/index.ts';
import type { LanguageCode } from './words/word-list.ts';

export interface Split {
  readonly plus: string;
  readonly minus: readonly string[];
}

/** "beach without people" -> beach, not people; in every language that has words for it. */
export function splitMinus(text: string, languages: readonly LanguageCode[]): Split {
  const east = languages[0];
  if (east === 'zh' || east === 'ja' || east === 'ko') return splitEastAsian(text);
  let plus = text;
  const minus: string[] = [];
  for (const code of languages.slice(0, 2)) {
    const grammar = grammarOf(code);
    for (let i = 0; i < 8 && grammar; i++) {
      const found = nextMinus(plus, grammar);
      if (!found) break;
      minus.push(...found.minus);
      plus = found.plus;
    }
  }
  return minus.length > 0 ? { plus, minus } : splitElsewhere(text);
}

/**
 * "Without" of languages that nothing else is read in: Polish, Czech, Swedish, Danish, Norwegian, Finnish, Greek,
 * Romanian, Indonesian, Vietnamese, Arabic, Persian, Hebrew and Thai all put it before what is not wanted.
 */
const elsewhere =
  /(?<=[\p{L}\p{N},]\s{1,3}|[\u0e00-\u0e7f])(?:bez|utan|uden|uten|ilman|χωρις|διχως|fara|tanpa|khong co|بدون|من دون|بلا|בלי|ללא|ไม่มี)(?:\s{1,3}|(?<=ไม่มี))((?:[^\s,]+)(?:\s[^\s,]+)?)$/u;

function splitElsewhere(text: string): Split {
  const match = elsewhere.exec(foldSame(text));
  if (!match) return { plus: text, minus: [] };
  const from = match.index + match[0].length - (match[1]?.length ?? 0);
  return { plus: text.slice(0, match.index), minus: [text.slice(from)] };
}

/** "boats and without people" ends the first of them with "and". */
const danglingAnd = /[\s,]+(?:and|or|but|und|oder|et|ou|y|o|e|ed|ma|en|of|и|или)$/iu;

interface Grammar {
  readonly without: RegExp;
  readonly inside: RegExp | undefined;
  readonly stop: RegExp;
  readonly and: RegExp;
  /** "not in the forest" -> forest */
  readonly leadingStops: RegExp;
}

const grammars = new Map<LanguageCode, Grammar | undefined>();

function grammarOf(code: LanguageCode): Grammar | undefined {
  if (!grammars.has(code)) grammars.set(code, compile(code));
  return grammars.get(code);
}

function compile(code: LanguageCode): Grammar | undefined {
  const { without, withoutInside, stops, and } = wordLists[code];
  if (without.length + withoutInside.length === 0) return undefined;
  const start = '(?<![\\p{L}\\p{N}-])';
  const end = "(?:(?<=['’])|\\s{1,3}(?=[\\p{L}\\p{N}]))";
  return {
    without: new RegExp(`${start}(?:${join(without)})${end}`, 'u'),
    // "sin city", "sans serif": only where something stands before.
    inside:
      withoutInside.length > 0 ? new RegExp(`(?<=[\\p{L}\\p{N},]\\s)(?:${join(withoutInside)})${end}`, 'u') : undefined,
    stop: new RegExp(`\\s(?:${join([...stops, ...without, ...withoutInside])})(?=\\s|$)`, 'u'),
    leadingStops: new RegExp(
      `^(?:(?:${[...stops, 'the', 'a', 'der', 'die', 'das', 'den', 'dem'].join('|')})\\s{1,3})+`,
      'iu',
    ),
    and: new RegExp(`\\s(?:${join(and)})\\s|,`, 'u'),
  };
}

/** What is not wanted goes on to a comma, a small word ("on the grass") or the fourth word. */
function nextMinus(text: string, { without, inside, stop, and, leadingStops }: Grammar): Split | undefined {
  const folded = foldSame(text);
  const match = [without.exec(folded), inside?.exec(folded)]
    .filter((one) => one !== null && one !== undefined)
    .sort((a, b) => a.index - b.index)[0];
  if (!match) return undefined;
  const from = match.index + match[0].length;
  const rest = folded.slice(from);
  const stopAt = stop.exec(` ${rest}`.slice(0, 400))?.index;
  const comma = rest.search(/[,;.!?](?:\s|$)/u);
  let length = Math.min(
    ...[rest.length, stopAt === undefined || stopAt === 0 ? rest.length : stopAt - 1, comma < 0 ? rest.length : comma],
  );
  const four = /^(?:\s*\S+){1,4}/u.exec(rest.slice(0, length))?.[0] ?? '';
  // "people or cars, dogs": an "and" goes on.
  if (!and.test(rest.slice(0, length))) length = Math.min(length, four.length);
  if (length <= 0) return undefined;
  const unwanted = text.slice(from, from + length).split(and);
  const before = text
    .slice(0, match.index)
    .replace(/[\s,;]+(?:and|but|und|aber|et|mais|y|pero|e|mas|ma|en|maar|и|но)?\s*$/iu, '');
  return {
    plus: `${before} ${text.slice(from + length)}`,
    minus: unwanted.map((one) => one.trim().replace(leadingStops, '').replace(danglingAnd, '')),
  };
}

const chinese =
  /(?:但是?)?(?:没有|沒有|不要有?|不含|不包括|不包含|除了|无(?=[人车雪水云]))\s?([^\s，,。、；的]{1,12}?)(?:以外|之外|外)?(?:的|(?=[\s，,。、；]|$))/u;
const japanese =
  /([^\s、。，,のがはをにでともや]{1,12})(?:(?:の|が|も|は)?(?:いない|写っていない|無い|ない)|(?:なし|無し|抜き|以外))(?:の)?/u;
const korean = /(\S{1,12}?)(?:이|가|은|는)?\s?(?:없는|없이|제외하고|제외한|빼고)\s?/u;

function splitEastAsian(text: string): Split {
  let plus = text;
  const minus: string[] = [];
  for (const pattern of [chinese, japanese, korean]) {
    for (let i = 0; i < 8; i++) {
      const match = pattern.exec(plus);
      if (!match) break;
      minus.push(...(match[1] ?? '').split(/[和与或や]/u));
      plus = `${plus.slice(0, match.index)} ${plus.slice(match.index + match[0].length)}`;
    }
  }
  return { plus: plus.replaceAll(/\s+/gu, ' '), minus };
}

function join(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(foldSame)
    .join('|')
    .replaceAll('\\p{l}', '\\p{L}')
    .replaceAll(' (?=', '\\s{1,3}(?=')
    .replaceAll(/ (?=\S|$)/g, '\\s{1,3}');
}
