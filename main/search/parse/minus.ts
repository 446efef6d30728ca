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
  for (const code of grammarsOf(text, languages)) {
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

/** The likeliest two, but "cachorro no parque" is a dog in the park: there "no" is not English. */
function grammarsOf(text: string, languages: readonly LanguageCode[]): readonly LanguageCode[] {
  const likely = languages.slice(0, 2);
  if (!inPortuguese.test(text) && !(likely[0] === 'pt' && /(?:^|\s)no\s/iu.test(text))) return likely;
  return ['pt', ...likely.filter((code) => code !== 'pt' && code !== 'en')];
}

/** "No" before a noun as Portuguese has them and English hardly does. */
const inPortuguese =
  /[\p{L},]\s{1,3}no\s(?!(?:photo|video|logo|tattoo|bamboo|piano|radio|tornado|volcano|flamingo|kangaroo|zoo|menu|tofu|two)s?(?![\p{L}]))(?:\p{L}*(?:[ou]|[áàãâéêíóõôúç]\p{L}*)|parque|mar|jardim|sol|bosque|restaurante|trem|natal|quintal|norte|sul|hospital|monte|vale|palco|trilho|cais)(?![\p{L}])/iu;

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
  const { without, stops, and } = wordLists[code];
  if (without.length === 0) return undefined;
  const start = '(?<![\\p{L}\\p{N}-])';
  const end = "(?:(?<=['’])|\\s{1,3}(?=[\\p{L}\\p{N}]))";
  return {
    without: new RegExp(`${start}(?:${join(without)})${end}`, 'u'),
    stop: new RegExp(`\\s(?:${join([...stops, ...without])})(?=\\s|$)`, 'u'),
    leadingStops: new RegExp(
      `^(?:(?:${[...stops, 'the', 'a', 'der', 'die', 'das', 'den', 'dem'].join('|')})\\s{1,3})+`,
      'iu',
    ),
    and: new RegExp(`\\s(?:${join(and)})\\s|,`, 'u'),
  };
}

/** What is not wanted goes on to a comma, a small word ("on the grass") or the fourth word. */
function nextMinus(text: string, { without, stop, and, leadingStops }: Grammar): Split | undefined {
  const folded = foldSame(text);
  const match = without.exec(folded);
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

// "有没有" asks; "无人机" is a drone.
const chinese =
  /(?:但是?)?(?:(?<!有)(?:没有|沒有)|不要有?|不含|不包括|不包含|除了|[没沒]有?(?=人(?:的|[\s，,。、；]|$))|[无無](?=[人车車雪水云雲](?:的|[\s，,。、；]|$)))\s?([^\s，,。、；的]{1,12}?)(?:以外|之外|外)?(?:的|(?=[\s，,。、；]|$))/u;
/**
 * "人のいない", "犬なし", "帽子をかぶっていない". What ends in ない without a particle before it is an adjective ("少ない", "つまらない"),
 * and some words only sound so (a pear, a corkscrew).
 */
const japanese =
  /((?:子ども|こども|[^\s、。，,のがはをにでとや])(?:子ども|こども|[^\s、。，,のがはをにでと]){0,11})(?:(?:[のがもは]|(?<=[\p{Script=Han}\p{Script=Katakana}ー]|ども)(?=い))(?:(?:写って|映って)?いない|写らない|無い|ない)|を(?:かぶって|被って|着て|着けて|付けて|つけて|持って|履いて|はいて|掛けて|かけて|して)い?ない|(?<!洋|おもて|は|名|宿)(?:なし|無し)|(?<!栓|手|骨|毛|釘|息|型)抜き|以外)で?の?/u;
/** "笑っていない人": what is not done. */
const japaneseNotDone = /(\p{Script=Han}[\p{Script=Han}\p{Script=Hiragana}]{0,3}[てで])い?ない/u;
const korean = /(\S{1,12}?)(?:이|가|은|는)?\s?(?:없는|없이|제외하고|제외한|빼고)\s?/u;

function splitEastAsian(text: string): Split {
  let plus = text;
  const minus: string[] = [];
  for (const pattern of [chinese, japanese, japaneseNotDone, korean]) {
    for (let i = 0; i < 8; i++) {
      const match = pattern.exec(plus);
      if (!match) break;
      minus.push(...(match[1] ?? '').split(/[和与或や]|も(?=.)/u));
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
