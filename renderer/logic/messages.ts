export type MessageValue = string | number;
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A sentence, or one sentence for each plural form the language has (CLDR: one, few, many, other). */
export type Message = string | Readonly<Record<string, string>>;
export type Catalogue = Readonly<Record<string, Message>>;

export interface Speaker {
  readonly locale: string;
  say(message: Message, values?: MessageValues): string;
}

/** Fills sentences of one language: `{name}` takes a value; numbers are written as the language writes them. */
export function createSpeaker(locale: string): Speaker {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return {
    locale,
    say(message, values = {}) {
      const template = typeof message === 'string' ? message : formOf(message, plural, values);
      return template.replace(placeholder, (whole, name: string) => {
        const value = values[name];
        if (value === undefined) return whole;
        return typeof value === 'number' ? number.format(value) : value;
      });
    },
  };
}

/** Names of the values a message asks for. */
export function placeholdersOf(message: Message): ReadonlySet<string> {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  return new Set(texts.flatMap((text) => [...text.matchAll(placeholder)].map((match) => match[1] ?? '')));
}

/** The language to speak: the one chosen, else the nearest to the system's, else the first. */
export function chooseLanguage(wish: string, systemLocale: string, available: readonly string[]): string {
  if (available.includes(wish)) return wish;
  const exact = available.find((code) => code.toLowerCase() === systemLocale.toLowerCase());
  if (exact) return exact;
  const asked = new Intl.Locale(systemLocale || 'en').maximize();
  const near = available.find((code) => {
    const offered = new Intl.Locale(code).maximize();
    return offered.language === asked.language && offered.script === asked.script;
  });
  return near ?? (available.includes('en') ? 'en' : (available[0] ?? 'en'));
}

const placeholder = /\{(\w+)\}/g;

function formOf(message: Readonly<Record<string, string>>, plural: Intl.PluralRules, values: MessageValues): string {
  const count = values['count'];
  const form = typeof count === 'number' ? plural.select(count) : 'other';
  return message[form] ?? message['other'] ?? '';
}
