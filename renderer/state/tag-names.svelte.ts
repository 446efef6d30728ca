import type { Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import type { Notices } from './notices.svelte.ts';

export interface TagName {
  readonly conceptId: string | undefined;
  /** In the person's language. */
  readonly name: string;
  /** The name or synonym that was typed, where it is another one. */
  readonly also?: string;
}

/** Names of tags that are offered while one is typed: of the vocabulary, in any language, and the person's own. */
export class TagNames {
  readonly #api: Api;
  readonly #notices: Notices;
  readonly #latest = createLatest();

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
  }

  /** Undefined where a newer question was asked meanwhile. */
  async matching(typed: string): Promise<readonly TagName[] | undefined> {
    if (typed.trim() === '') {
      this.#latest.forget();
      return [];
    }
    try {
      const heard = await this.#latest.ask(() => this.#api.call('query.suggest', { text: `tag:${typed}` }));
      if (heard.is === 'overtaken') return undefined;
      return heard.value.flatMap(({ kind, label }) => (kind === 'tag' ? [{ conceptId: undefined, name: label }] : []));
    } catch (error) {
      this.#notices.fail(error);
      return [];
    }
  }
}
