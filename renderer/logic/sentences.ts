/** As many as the library answers at once. */
export const mostSentences = 50;
export const longestSentence = 1_000;
const mostOffers = 6;

/** The sentences and one more, last; the same list when there is nothing to add. */
export function withSentence(sentences: readonly string[], typed: string): readonly string[] {
  const sentence = tidy(typed).slice(0, longestSentence);
  if (sentence === '' || sentences.includes(sentence) || sentences.length >= mostSentences) return sentences;
  return [...sentences, sentence];
}

/** Texts that were searched for, as sentences to try: what is not words (`camera:fuji`, `photo:12`, `-`) is left out. */
export function offers(texts: readonly string[], taken: readonly string[]): string[] {
  const found = texts.map((text) => wordsOf(text)).filter((words) => words !== '' && !taken.includes(words));
  return [...new Set(found)].slice(0, mostOffers);
}

function wordsOf(text: string): string {
  const words = text
    .replaceAll(/[\p{L}_-]{2,24}:("[^"]*"|\S*)/gu, ' ')
    .replaceAll(/(^|\s)[-−]("[^"]*"|\S+)/gu, ' ')
    .replaceAll(/\d+(\.\d+)?\s?[*×]/gu, ' ')
    .replaceAll(/["+]/gu, ' ');
  return tidy(words).slice(0, longestSentence);
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
