import type { Chip, FilterDescription } from '../../preload/contract/query.ts';
import type { Api } from '../api.ts';
import { chipLabel } from '../logic/chip-label.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** The filters there are, and how their values are said. */
export class Filters {
  list = $state.raw<readonly FilterDescription[]>([]);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;

  constructor(api: Api, notices: Notices, language: Language) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
  }

  /** Read whenever one is to be edited: there may be new cameras and folders. */
  async load(): Promise<void> {
    try {
      this.list = await this.#api.call('query.filters', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  nameOf(key: string): string {
    return this.#language.word(`filter.${key}`) ?? key;
  }

  /** Labels of choices are words of the catalogue, or names that are the same in every language. */
  wordOr(label: string): string {
    return this.#language.word(label) ?? label;
  }

  labelOf(chip: Chip): string {
    const { formats, word, t } = this.#language;
    const label = chipLabel(chip, {
      word,
      days: formats.daySpan,
      months: formats.monthSpan,
      years: formats.yearSpan,
      number: formats.count,
    });
    return chip.sign === 'minus' ? t('chip.not', { value: label }) : label;
  }

  /** Places that begin so, where there are photos. */
  async places(text: string): Promise<readonly string[]> {
    if (text.trim() === '') return [];
    const offers = await this.#api.call('query.suggest', { text });
    return [...new Set(offers.filter((offer) => offer.kind === 'place').map((offer) => offer.label))];
  }
}
