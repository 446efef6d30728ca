import type { Span } from '../../../preload/contract/query.ts';
import { foldSame } from './fold.ts';

/**
 * What is said to the app ("show me") or of every photo ("photos of", "Bilder von", `…的照片`) carries no meaning of one:
 * spans in the text that are left out, in order. Only at the ends of a sentence, and only where something is left: "a man
 * looking at photos of his son" stays as it is, and so does "photos".
 * @param rest the text with everything that filters took blanked out
 * @param kept what the person wants read as words, folded
 */
export function fillersIn(rest: string, kept: readonly string[]): Span[] {
  const folded = foldSame(rest.slice(0, longestRead));
  if (rest.length > longestRead) return [];
  const spans: Span[] = [];
  let start = 0;
  let end = folded.length;
  const take = (from: number, to: number): boolean => {
    const isWhole = (folded.slice(start, from) + folded.slice(to, end)).replaceAll(/[\s\p{P}]+/gu, '') === '';
    const text = folded.slice(from, to).trim();
    if (isWhole || text === '' || kept.includes(text)) return false;
    const lead = from + (folded.slice(from, to).length - folded.slice(from, to).trimStart().length);
    spans.push({ start: lead, end: lead + text.length });
    return true;
  };
  for (const pattern of [opening, subject, beforeChip]) {
    const found = pattern.exec(folded.slice(start, end))?.[0].length ?? 0;
    if (found > 0 && take(start, start + found)) start += found;
  }
  const tail = ending.exec(folded.slice(start, end)) ?? shortEnding.exec(folded.slice(start, end));
  if (tail && take(start + tail.index, end)) end = start + tail.index;
  return spans;
}

/** A longer text is no question to an app. */
const longestRead = 400;

/** Said to the app. */
const opening = starting([
  "(?:(?:can|could|would) you |please )?(?:show|find|give|get)(?: me)?(?= (?:all |some |any |the |my |our |a )*(?:photo|picture|pic|image|shot|snapshot)s?\\b)",
  '(?:please )?(?:show me|find me|search for|look for|give me|i want to see|i am looking for|i\'m looking for)',
  '(?:where are|where is|are there|do i have|do we have|have i got)(?= (?:all |some |any |the |my |our |a )*(?:photo|picture|pic|image|shot|snapshot)s?\\b)',
  'zeig(?:e)? mir', 'suche(?: nach)?', 'finde', 'ich suche', 'wo sind(?= (?:meine |die )?(?:fotos|bilder))', 'gibt es(?= (?:fotos|bilder))',
  'montre[rz]?[- ]moi', 'trouve[rz]?(?= (?:les |des |mes )?(?:photos?|images?)\\b)', 'cherche[rz]?', 'trouve[rz]?[- ]moi', 'je cherche', 'je veux voir',
  'muestrame', 'ensename', 'buscame', 'buscar?(?! y)', 'encuentra', 'quiero ver',
  'mostre-me', 'me mostre', 'procure', 'encontre', 'quero ver',
  'mostrami', 'cerca(?= (?:le|i|foto|immagin))', 'trovami', 'fammi vedere',
  'laat me zien', 'zoek(?: naar)?', 'vind',
  'пока(?:жи(?:те)?|зать)(?: мне)?', 'найди(?:те)?(?: мне)?', 'ищу',
  '请?(?:[给帮]我|我[想要])(?:看|找|查)[看找]?一?下?(?=.{1,40}(?:照片|相片|图片|圖片)$)',
  '请?(?:给我看看?|帮我找|显示|展示|搜索|查找|查看|寻找|找出|找一?下?)(?=[\\p{Script=Han}\\s])',
]); // prettier-ignore

/** Said of every photo, with the word that leads on to what is in it. */
const subject = starting([
  "(?:all |some |any |the |these |those |my |our |a |an |old |nice |good )*(?:photograph|photo|picture|pic|image|shot|snapshot)s? (?:of|with|showing|containing|featuring|depicting|that show|which show|in which|where(?: there (?:is|are)| you (?:can )?see)?)(?: (?:me )?with)?",
  "(?:alle |einige |meine |unsere |die |das |ein |eine )*(?:fotos?|bild(?:er)?|aufnahmen?|photos?)(?: (?:von|vom|mit|der|des|eines|einer|aus dem)|,? auf de(?:nen|m|r))",
  "(?:toutes |les |mes |nos |des |une |la |quelques )*(?:photos?|images?|photographies?|cliches?) (?:avec(?: des| du| de la| une?| les?| la)?|de la|de l['’]|du|des|de|d['’])",
  "(?:todas |las |mis |nuestras |unas |una |algunas )*(?:fotos?|imagen(?:es)?|fotografias?) (?:del|de (?:la|las|los|el|un|una|mi|mis)|de|con)",
  "(?:todas |as |minhas |nossas |umas |uma )*(?:fotos?|imagens?|imagem|fotografias?) (?:d[eoa]s?|com|de um|de uma)",
  "(?:tutte |le |mie |nostre |una |delle )*(?:foto|immagin[ei]|fotografi[ae]) (?:di|del|dello|della|dei|degli|delle|con|dell['’]|d['’])",
  "(?:alle |mijn |onze |de |een )*(?:foto(?:['’]?s)?|afbeelding(?:en)?|plaatjes?|beelden) (?:van|met)(?: (?:de|het|een))?",
  '(?:все |мои |наши )*(?:фотографи[ия]|фотки|фотка|фото|снимк[иа]|снимок|картинк[иа])(?: со?|,? где(?: есть| видно)?)?(?! (?:на|в|во|под|над|за|у)\\s)',
  '(?:所有的?|我的|一张|一些)?(?:关于|有关)(?=\\p{Script=Han}{1,40}的?(?:照片|相片|图片))',
  '(?:所有|我的)?(?:照片|相片|图片|圖片)(?:里有|中有|里的|中的|[:：,，]|(?=\\s))',
  '(?:写真|画像)(?:[:：、]|(?=\\s))',
  '(?:photos?|pictures?|pics?|images?|fotos?|bild(?:er)?|imagen(?:es)?|фото|картинки) ?[:：]',
]); // prettier-ignore

/** "photos from last summer at the beach": the chip has taken what led on. */
const beforeChip =
  /^\s*(?:(?:all|some|any|the|my|our|meine|mes|mis|minhas|mie|мои|的)\s)*(?:photos?|pictures?|pics?|images?|fotos?|bilder|foto['’]?s|imagenes|imagens|immagini|фото|фотографии)(?=\s{4,}\S)/u;

/** At the end, in languages that say it there. */
const ending =
  /(?<![拍看挂洗墙上贴着着老旧舊新好]|^\s*[我你他她它])(?:的|里的|[拍照]的|拍[摄攝]的)?(?:所有)?(?<![拍看挂洗贴着老旧舊新好]|[墙壁板]上的|^\s*[我你他她它]们?的)(?:照片|相片|图片|圖片|图像|影像)$|(?<!^\s*[私僕俺])(?:が写っている|が写った|の映った|の写った|で撮った|で撮影した|の)(?:写真|画像|フォト)(?:を(?:見せて|探して|表示して)(?:ください)?|が見たい|は?(?:ある|あります)か?)?$|(?<![にでをへとがはのもいたるなだう])(?:写真|画像)(?:を(?:見せて|探して|表示して)(?:ください)?|が見たい|は?(?:ある|あります)か?)?$|(?:의|이 있는|가 있는|이 나온|가 나온)?\s?(?:사진|이미지)(?:을|를)?(?:\s?(?:보여\s?줘|찾아\s?줘))?$/u;

/** "my photos", "old pictures": by itself such a word means nothing, or too much. */
const leadingSmall = [
  'a|an|the|my|our|his|her|your|their|all|some|these|more|other|with|of|at|on|in|no',
  'old|new|nice|good|best|great|last|first|recent|favou?rite|framed|vintage|printed|taking|making',
  'die|das|alle|mein|meine|unsere|alte|neue|schone|und|mit|von|auf',
  'les|des|mes|ses|nos|vos|toutes|vieilles|anciennes|belles|de|avec|sur',
  'las|los|unas|mis|sus|nuestras|todas|viejas|antiguas|con|as|minhas|velhas|com|le|mie|vecchie|mijn|oude|met',
  'мои|мое|наши|все|старые|новые|красивые|на|в|с',
].join('|');

/** "dog photos": of two or three words only, for a longer sentence may speak of pictures that hang on a wall. */
const shortEnding = new RegExp(
  `(?<=^\\s*(?!(?:${leadingSmall})(?![\\p{L}]))[\\p{L}\\p{N}'-]+(?<!ing)(?:\\s[\\p{L}\\p{N}'-]+(?<!ing|\\bof|\\bwith|\\bat|\\bto|\\band|\\bthe|\\ba|\\bin|\\bon))?)\\s(?:photos?|pictures?|pics?|images?|фото|фотографии|картинки|fotos?|bilder)\\s*$`,
  'u',
);

function starting(patterns: readonly string[]): RegExp {
  const folded = patterns.map((pattern) => foldSame(pattern).replaceAll(/\\p\{l\}|\\p\{script=han\}/gu, (kind) => (kind === '\\p{l}' ? '\\p{L}' : '\\p{Script=Han}'))); // prettier-ignore
  return new RegExp(
    `^\\s*(?:${folded.join('|').replaceAll(/ (?![?*])/g, '\\s{1,3}')})(?:(?<=[\\p{Script=Han}:：、，,]|['’])|\\s+)(?=\\S)`,
    'u',
  );
}
