import type { FailureKind, FailureReport } from '../../preload/contract/failure.ts';
import en from '../i18n/en.json';
import { failureSentence } from '../logic/failure-sentence.ts';
import { createFormats } from '../logic/formats.ts';
import { chooseLanguage, createSpeaker, type Catalogue, type MessageValues } from '../logic/messages.ts';

export type MessageKey = keyof typeof en;

/** Every failure must have a sentence: a kind without one does not compile. */
const sentenceOfKind = (kind: FailureKind): MessageKey => `failure.${kind}`;
void sentenceOfKind;

// Adding a language is adding its file: the folder is the list.
const files = import.meta.glob<Catalogue>('../i18n/*.json', { eager: true, import: 'default' });
const catalogues = new Map(
  Object.entries(files).map(([path, catalogue]) => [path.replace(/^.*\/|\.json$/g, ''), catalogue]),
);

export class Language {
  systemLocale = $state('en');
  readonly #wish: () => string;

  readonly code = $derived.by(() => chooseLanguage(this.#wish(), this.systemLocale, [...catalogues.keys()]));
  readonly formats = $derived(createFormats(this.code));
  readonly #speaker = $derived(createSpeaker(this.code));
  readonly #catalogue: Catalogue = $derived({ ...en, ...catalogues.get(this.code) });

  /** Each in its own words. */
  readonly available = [...catalogues].map(([code, catalogue]) => ({
    code,
    name: createSpeaker(code).say(catalogue['language.name'] ?? code),
  }));

  /** @param wish a language's code, or `system` */
  constructor(wish: () => string) {
    this.#wish = wish;
  }

  readonly t = (key: MessageKey, values?: MessageValues): string =>
    this.#speaker.say(this.#catalogue[key] ?? key, values);

  /** What is typed by whoever knows the app's words from elsewhere. */
  readonly english = (key: MessageKey): string => createSpeaker('en').say(en[key]);

  /** For keys that are made up as the app runs: undefined where the catalogue has no such sentence. */
  readonly word = (key: string, values?: MessageValues): string | undefined => {
    const message = this.#catalogue[key];
    return message === undefined ? undefined : this.#speaker.say(message, values);
  };

  /** What a language is called in this one: Chinese by how it is written, since that is what a reader asks. */
  readonly nameOf = (code: string): string => {
    const { language, script } = new Intl.Locale(code).maximize();
    const asked = language === 'zh' && script !== undefined ? `${language}-${script}` : code;
    return new Intl.DisplayNames([this.code], { type: 'language' }).of(asked) ?? code;
  };

  readonly failure = (report: FailureReport): string => failureSentence(report, this.#catalogue, this.#speaker);
}
