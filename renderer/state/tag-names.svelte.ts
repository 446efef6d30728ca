import type { Api } from '../api.ts';
import { indexTags, type TagIndex, type TagOffer } from '../logic/tag-match.ts';
import type { Notices } from './notices.svelte.ts';

const mostOffered = 7;

/** Names of tags that are offered while one is typed: of the vocabulary, in any language, and the person's own. */
export class TagNames {
  #index = $state.raw<TagIndex | undefined>();
  #isStale = true;
  #reading: Promise<void> | undefined;

  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
    api.on('tags.changed', () => (this.#isStale = true));
    api.on('settings', () => (this.#isStale = true)); // the language may be another
  }

  /** A field takes the keyboard: the names are read if they changed, while the old ones are offered. @returns when they are read */
  prepare(): Promise<void> {
    if (this.#isStale) {
      this.#isStale = false;
      const reading = (this.#reading ?? Promise.resolve()).then(() => this.#read());
      this.#reading = reading;
    }
    return this.#reading ?? Promise.resolve();
  }

  /** False until the first reading: nothing offered says nothing then. */
  get isRead(): boolean {
    return this.#index !== undefined;
  }

  matching(typed: string): readonly TagOffer[] {
    return this.#index?.matching(typed, mostOffered) ?? [];
  }

  async #read(): Promise<void> {
    try {
      this.#index = indexTags(await this.#api.call('vocabulary.list', undefined));
    } catch (error) {
      this.#isStale = true;
      this.#notices.fail(error);
    }
  }
}
