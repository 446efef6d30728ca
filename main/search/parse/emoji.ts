import emojis from 'unicode-emoji-json/data-by-emoji.json' with { type: 'json' };

/**
 * Emoji are names of things, and these are what the model and the full text are asked: `🐶🎂` -> `dog face, birthday cake`.
 * Names are Unicode's (CLDR, English); the model reads many languages in one sentence.
 */
export function withEmojiNamed(text: string): string {
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text)) return text;
  let named = '';
  let isAfterEmoji = false;
  for (const { segment } of segmenter.segment(text)) {
    const name = nameOf(segment);
    named += name === undefined ? segment : `${isAfterEmoji ? ',' : ''} ${name} `;
    isAfterEmoji = name !== undefined || (isAfterEmoji && segment.trim() === '');
  }
  return named;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const names = new Map(
  Object.entries(emojis).map(([emoji, { name, group }]) => [
    plain(emoji),
    // A dog's face is a dog, and a flag is one of a country.
    group === 'Animals & Nature' ? name.replace(/ face$/, '') : name.replace(/^flag /, 'flag of '),
  ]),
);

/** Skin, hair and the way of drawing say nothing of a photo. */
function plain(emoji: string): string {
  return emoji.replaceAll(/[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]/gu, '');
}

function nameOf(grapheme: string): string | undefined {
  const whole = names.get(plain(grapheme));
  if (whole !== undefined) return whole;
  // A sequence that has no name of its own is what it is made of.
  const parts = plain(grapheme).split('\u200d');
  const known = parts.flatMap((part) => names.get(part) ?? []);
  return parts.length > 1 && known.length === parts.length ? known.join(' ') : undefined;
}
